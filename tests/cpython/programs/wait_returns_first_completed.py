import asyncio


async def mirror(name, seconds):
    await asyncio.sleep(seconds)
    return name


async def main():
    tasks = {asyncio.create_task(mirror(n, s), name=n) for n, s in [("near", 0.1), ("far", 0.3), ("moon", 0.5)]}
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print("done:", [task.result() for task in done])
    print("pending:", sorted(task.get_name() for task in pending))
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    print("cancelled:", all(task.cancelled() for task in pending))


asyncio.run(main())
