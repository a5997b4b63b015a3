import asyncio


async def answer():
    await asyncio.sleep(0.1)
    return 42


class Later:
    def __await__(self):
        yield from asyncio.sleep(0.1).__await__()
        return "later"


async def main():
    task = asyncio.ensure_future(answer())
    print(isinstance(task, asyncio.Task), asyncio.ensure_future(task) is task)
    print(await task)
    print(await asyncio.ensure_future(Later()))
    try:
        asyncio.ensure_future(7)
    except TypeError as error:
        print("TypeError:", error)
    print(asyncio.isfuture(task), asyncio.iscoroutinefunction(answer))


asyncio.run(main())
