import sys


def leave(code):
    try:
        sys.exit(code)
    except SystemExit as error:
        print(repr(error), repr(error.code), isinstance(error, Exception))


for code in (None, 0, 4, "text", True, (1, 2)):
    leave(code)
try:
    raise SystemExit
finally:
    print("finally runs")
