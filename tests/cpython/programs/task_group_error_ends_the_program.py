import asyncio


async def fail():
    await asyncio.sleep(0.1)
    raise ValueError("no such thing")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(fail())
        group.create_task(asyncio.sleep(1))
    print("never")


asyncio.run(main())
