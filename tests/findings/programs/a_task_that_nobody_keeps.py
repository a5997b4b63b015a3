# Only the task itself refers to what it waits for, and only that to the task.
import asyncio


async def wait_for_nobody():
    await asyncio.get_running_loop().create_future()
    print("never")


async def main():
    asyncio.create_task(wait_for_nobody())  # finds: task-lost
    await asyncio.sleep(0.05)
    for n in range(20_000):
        pair = [None]
        pair[0] = pair
    await asyncio.sleep(0.05)
    print("main done")


asyncio.run(main())
