# What a function's expressions held is let go when an exception leaves it.
class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        print("exit:", self.name)


def fails():
    raise ValueError("no")


def argument():
    print(Loud("argument"), fails())


def loop():
    for _ in [Loud("of a loop")]:
        fails()


def local():
    name = Loud("local")
    fails()


def with_block():
    with Loud("with"):
        fails()


def operand():
    return [Loud("operand")] + fails()


def generator():
    held = Loud("held by a generator")
    yield 1
    fails()


def through_generator():
    for _ in generator():
        pass


for function in (argument, loop, local, with_block, operand, through_generator):
    try:
        function()
    except ValueError as error:
        print("caught in", function.__name__, type(error).__name__)
    print("after", function.__name__)


def kept():
    try:
        local()
    except ValueError as error:
        return error


error = kept()
print("the error is there")
del error
print("and gone")
