"""Workers, a queue that is joined with a timeout, and a report of what is left over."""

import asyncio
import time


async def worker(name, queue, speeds, done):
    while True:
        item = await queue.get()
        await asyncio.sleep(speeds[name])
        done.setdefault(name, []).append(item)
        queue.task_done()


async def main():
    queue = asyncio.Queue()
    for item in range(12):
        queue.put_nowait(item)
    done = {}
    speeds = {"slow": 0.05, "fast": 0.02}
    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        workers = [group.create_task(worker(name, queue, speeds, done), name=name) for name in speeds]
        try:
            async with asyncio.timeout(0.11):
                await queue.join()
        except TimeoutError:
            print(f"after {time.perf_counter() - started:.1f}s {queue.qsize()} items are left")
        else:
            print("everything done")
        finally:
            for task in workers:
                task.cancel()
    print(done, queue)
    try:
        queue.task_done()
        for _ in range(20):
            queue.task_done()
    except ValueError as error:
        print(error)
    print(queue.get_nowait(), queue.full(), queue.empty(), queue.maxsize)
    try:
        asyncio.Queue(1).get_nowait()
    except asyncio.QueueEmpty as error:
        print(repr(error))


asyncio.run(main())
