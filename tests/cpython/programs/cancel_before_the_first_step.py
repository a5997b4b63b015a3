# A task that is cancelled before it began never runs a line.
import asyncio


async def never_begins():
    print("never")


async def main():
    task = asyncio.create_task(never_begins())
    task.cancel()
    await asyncio.sleep(0.1)
    print(task.done(), task.cancelled())


asyncio.run(main())
