import asyncio


async def save():
    await asyncio.sleep(0.2)
    print("saved")


async def main():
    asyncio.create_task(save())  # finds: task-lost
    await asyncio.sleep(0.05)
    print("main done")


asyncio.run(main())
