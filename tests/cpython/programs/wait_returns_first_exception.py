import asyncio


async def work(name, seconds, fail=False):
    await asyncio.sleep(seconds)
    if fail:
        raise RuntimeError(f"{name} failed")
    return name


async def main():
    tasks = [
        asyncio.create_task(work("a", 0.1)),
        asyncio.create_task(work("b", 0.2, fail=True)),
        asyncio.create_task(work("c", 0.4)),
    ]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    print(len(done), "done,", len(pending), "pending")
    for task in tasks:
        if task in done:
            print(task.exception() or task.result())
    done, pending = await asyncio.wait(tasks)
    print(len(done), "done,", len(pending), "pending")


asyncio.run(main())
