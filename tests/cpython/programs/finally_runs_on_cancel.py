import asyncio


async def worker():
    try:
        print("open")
        await asyncio.sleep(1)
    finally:
        print("closing")
        await asyncio.sleep(0.1)
        print("closed")


async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    print("cancelled:", task.cancelled())


asyncio.run(main())
