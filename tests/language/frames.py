# Frames of what runs: who called whom, from which line, with which variables.
import asyncio
import inspect
import sys
from os.path import basename


def caller():
    return sys._getframe(1).f_code.co_name


def say(message):
    above = inspect.stack()[1]
    print(f"{above.function}:{above.lineno}: {message}", basename(above.filename), above.code_context, above.index)
    frame, path, line, function, lines, index = above
    assert frame.f_code.co_name == function and frame.f_lineno == line and above[3] == function


class Account:
    def pay(self, amount):
        say(f"pays {amount}")
        return caller()


print(Account().pay(5))


def depth():
    frame, count = sys._getframe(), 0
    while frame:
        frame, count = frame.f_back, count + 1
    return count


def nested(levels):
    return depth() if levels == 0 else nested(levels - 1)


print(depth(), nested(4))
for level in (3, 500):
    try:
        print(sys._getframe(level).f_code.co_name)
    except ValueError as error:
        print(error)


def moves(first, /, *, second="b"):
    frame = inspect.currentframe()
    before = frame.f_lineno
    between = 1
    print(frame.f_lineno - before, {name: value for name, value in frame.f_locals.items() if name != "frame"})
    print(frame.f_back.f_code.co_name, frame.f_back.f_back, frame.f_back.f_globals is frame.f_globals)
    print(frame.f_globals["__name__"], frame.f_code.co_varnames, frame.f_back.f_locals["level"])


moves("a")


def items():
    yield inspect.currentframe().f_back.f_code.co_name
    yield [info.function for info in inspect.stack()]


def reader():
    return list(items())


print(reader())


class Body:
    where = sys._getframe().f_code.co_name, sorted(set(sys._getframe().f_locals) & {"where", "__module__"})


print(Body.where, (lambda: caller())())
print([info.function for info in inspect.getouterframes(inspect.currentframe())], inspect.stack(3)[0].index)


async def inner():
    say("in a coroutine")
    await asyncio.sleep(0)
    return caller(), inspect.currentframe().f_back.f_code.co_name


async def outer():
    return await inner()


print(asyncio.run(outer()))
waits = outer()
print(waits.cr_frame.f_back, waits.cr_frame.f_code.co_name, waits.cr_frame.f_globals["__name__"])
waits.close()
