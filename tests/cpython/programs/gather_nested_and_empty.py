# gather of gathers, of nothing, and of the same coroutine's task twice.
import asyncio


async def twice(n):
    await asyncio.sleep(0.05 * n)
    return 2 * n


async def main():
    print(await asyncio.gather())
    inner = asyncio.gather(twice(1), twice(2))
    print(await asyncio.gather(inner, twice(3)))
    task = asyncio.create_task(twice(4))
    print(await asyncio.gather(task, task))
    print(type(asyncio.gather(task)).__name__)


asyncio.run(main())
