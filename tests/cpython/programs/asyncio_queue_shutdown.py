# Queue.shutdown is new in 3.13.
import asyncio


async def worker(queue):
    try:
        while True:
            print("item", await queue.get())
            await asyncio.sleep(0.1)
    except asyncio.QueueShutDown:
        print("worker: shut down")


async def main():
    queue = asyncio.Queue()
    for n in range(3):
        queue.put_nowait(n)
    if not hasattr(queue, "shutdown"):
        print("no shutdown before 3.13")
        return
    task = asyncio.create_task(worker(queue))
    await asyncio.sleep(0.05)
    queue.shutdown()
    try:
        await queue.put(4)
    except asyncio.QueueShutDown as error:
        print("put refused:", type(error).__name__)
    await task


asyncio.run(main())
