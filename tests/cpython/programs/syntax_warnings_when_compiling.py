# What CPython warns of before the first line runs.
import asyncio

print("the first line")


def literals(x):
    if x is 5:
        print("five")
    while x is not "a":
        break
    return x is (), 1 is x, x == 2 is 3, x is -1, x is None, x is True, x is ...


def asserts(x):
    assert (x, "always")
    assert (
        x > 0,
        "over two lines",
    )
    assert ()
    assert (x), "fine"


def calls(x):
    if x:
        return [
            (1, 2)
            (3, 4)
        ]
    "a"(1), [i for i in x](0), {1: 2}(), {1}(), (i for i in x)(), f"{x}"(), None(), True(), 1.5(), b"a"(), ...()
    (lambda: 1)()


def subscripts(x):
    if x:
        return [
            [1, 2]
            [3, 4]
        ]
    1[2], None[1], {1}[0], (lambda: 1)[0], "ab"["c"], (1, 2)["a"], "a"[1.0], [1][None], b"a"["x"], f"{x}"["y"]
    [1][x], "a"[0], [1, 2][0:1], {1: 2}["a"]


def escapes(x):
    return "\d+", '\ ', b"\q", "fine\n\x41\u0041" if False else r"\d", f"\w{x}\s", f"{x:\>5}", rf"\d{x}"


def several():
    return """
    a text with \d in a later line
    """, "\.and\,", "\8" "\9", "\
continued"


def numbers(x):
    return 1if x else 2, 1_0or x, 1.5and x, 0b1in [1]


def finals(x):
    for each in [x]:
        try:
            if x:
                return each is 10
        finally:
            each is 11, "\400"
    try:
        pass
    finally:
        try:
            pass
        finally:
            x is 12


def annotated(x=0):
    y: 2() = x is 7
    return y


async def main():
    print(literals(5), escapes("x")[0], several()[1])
    try:
        calls([])
    except TypeError as error:
        print(error)


asyncio.run(main())
