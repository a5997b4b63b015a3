import asyncio


async def child(n):
    try:
        await asyncio.sleep(1)
    finally:
        await asyncio.sleep(0.05 * n)
        print("child", n, "cleaned up")


async def parent():
    async with asyncio.TaskGroup() as group:
        for n in (1, 2):
            group.create_task(child(n))
    print("never")


async def main():
    task = asyncio.create_task(parent())
    await asyncio.sleep(0.1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError as error:
        print("parent:", repr(error), task.cancelled())


asyncio.run(main())
