# Cleaning up and raising again; cleaning up and ending; waiting for a task that one has cancelled oneself.
import asyncio


async def raises():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("clean")
        await asyncio.sleep(0.02)
        raise


async def ends():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("end")


async def main():
    tasks = [asyncio.create_task(raises()), asyncio.create_task(ends())]
    await asyncio.sleep(0.05)
    for task in tasks:
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            print("cancelled")
    await asyncio.sleep(0.05)


asyncio.run(main())
