# What waits for the next item of an asynchronous generator: it is awaited once, can be closed, and carries what is sent.
import contextlib
import types


@types.coroutine
def pause(value):
    return (yield value)


def told(function, *args):
    try:
        return function(*args)
    except BaseException as error:
        return f"{type(error).__name__}({', '.join(map(repr, error.args))})"


async def numbers():
    got = yield 1
    while True:
        got = yield got


for how in ("__anext__", "asend", "athrow", "aclose"):
    generator = numbers()
    if how == "athrow":
        told(generator.asend(None).send, None)
    given = {"asend": (None,), "athrow": (KeyError("k"),)}.get(how, ())
    step = getattr(generator, how)(*given)
    print(how, type(step).__name__, told(step.send, None), told(step.send, None), told(step.throw, ValueError))
    print("  ", told(step.close), told(step.close))

generator = numbers()
print(told(generator.asend(None).send, 5), "nothing can be sent to one that has not begun")
print(told(generator.asend(None).send, None))
print(told(generator.asend("sent").send, None), told(generator.__anext__().send, "at the start"))


async def slow():
    try:
        while True:
            try:
                await pause("waits")
            except KeyError as error:
                print("caught", error)
    finally:
        print("finally")
    yield


generator = slow()
first = generator.asend(None)
print(first.send(None), generator.ag_running, generator.ag_suspended)
for other in (generator.__anext__(), generator.athrow(KeyError(1)), generator.aclose()):
    print(told(other.send, None))
print(first.throw(KeyError("thrown")))
print(told(first.throw, IndexError("ends it")), told(first.send, None), generator.ag_running)

unstarted = numbers()
closing = unstarted.aclose()
print(told(closing.throw, GeneratorExit), told(unstarted.__anext__().send, None))
print(told(numbers().aclose().throw, KeyError))


class Items:
    def __aiter__(self):
        return self

    async def __anext__(self):
        raise StopAsyncIteration


waits = anext(Items(), "default")
print(type(waits).__name__, told(waits.__await__().send, None))
with contextlib.closing(anext(Items(), "default").__await__()) as waits:
    print(told(waits.throw, KeyError))


def plain():
    print("suspended", generator.gi_suspended)
    yield


generator = plain()
print(generator.gi_suspended, next(generator), generator.gi_suspended, told(next, generator), generator.gi_suspended)


async def coroutine():
    await pause(1)


waiting = coroutine()
print(waiting.cr_suspended, waiting.send(None), waiting.cr_suspended, told(waiting.send, None), waiting.cr_suspended)
