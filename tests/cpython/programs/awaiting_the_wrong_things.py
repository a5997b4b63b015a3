import asyncio
import time


async def item():
    await asyncio.sleep(0.01)
    return [1, 2]


async def attempt(label, make):
    try:
        print(label, await make())
    except (TypeError, AttributeError, ValueError, RuntimeError) as error:
        print(label, type(error).__name__, error)


async def none():
    await time.sleep(0.02)


async def loops():
    async for x in item():
        print(x)


async def enters():
    async with print:
        pass


async def negative():
    return await asyncio.sleep(-1, "at once")


async def itself():
    await asyncio.current_task()


async def main():
    for make in (none, loops, enters, negative, itself):
        await attempt(make.__name__, make)
    print(len(await item()), (await item())[0])


asyncio.run(main())
