import asyncio


async def beat():
    while True:
        await asyncio.sleep(0.02)


async def main():
    heart = asyncio.create_task(beat())
    asyncio.create_task(beat())
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(0.05))
    print("main done", heart.done())


asyncio.run(main())
