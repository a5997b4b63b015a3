import asyncio


async def worker(name, queue):
    while True:
        seconds = await queue.get()
        await asyncio.sleep(seconds)
        queue.task_done()
        print(name, "slept", seconds)


async def main():
    queue = asyncio.Queue()
    for seconds in (0.1, 0.25, 0.4, 0.15):
        queue.put_nowait(seconds)
    workers = [asyncio.create_task(worker(f"worker-{n}", queue)) for n in range(2)]
    await queue.join()
    print("all jobs done")
    for task in workers:
        task.cancel()
    print(await asyncio.gather(*workers, return_exceptions=True))
    try:
        queue.task_done()
    except ValueError as error:
        print("ValueError:", error)


asyncio.run(main())
