class Custom(Exception): pass
def low():
    x = {"é": [1, 2, 3]}
    return x["é"][5]
def mid():
    try:
        low()
    except IndexError as e:
        raise Custom("wrapped") from e
def high():
    try:
        mid()
    finally:
        print("cleanup")
try:
    high()
except Custom:
    value = (1 +
             None)
