import asyncio


async def worker():
    for n in range(5):
        try:
            await asyncio.sleep(0.1)
        except asyncio.CancelledError:  # finds: swallowed-cancellation
            print("not yet")


async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(0.15)
    task.cancel()
    await task
    print("at last")


asyncio.run(main())
