import asyncio


def takes(n, values):
    for _ in range(n):
        yield next(values)


async def anumbers():
    yield 1
    raise StopAsyncIteration


async def coroutine():
    raise StopIteration("from a coroutine")


async def main():
    try:
        print(list(takes(3, iter([1, 2]))))
    except RuntimeError as error:
        print("RuntimeError:", error, "|", repr(error.__cause__))
    try:
        print([n async for n in anumbers()])
    except RuntimeError as error:
        print("RuntimeError:", error)
    try:
        await coroutine()
    except RuntimeError as error:
        print("RuntimeError:", error)
    future = asyncio.get_running_loop().create_future()
    try:
        future.set_exception(StopIteration)
    except TypeError as error:
        print("TypeError:", error)
    future.cancel("no more")
    await asyncio.sleep(0.05)
    try:
        await future
    except asyncio.CancelledError as error:
        print("CancelledError:", error)


asyncio.run(main())
