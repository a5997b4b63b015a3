import asyncio


async def job(name, seconds):
    try:
        await asyncio.sleep(seconds)
        return name
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def main():
    tasks = [asyncio.create_task(job(f"j{n}", 0.2 * n)) for n in (1, 2, 3)]
    asyncio.get_running_loop().call_later(0.3, tasks[1].cancel)
    print(await asyncio.gather(*tasks, return_exceptions=True))
    tasks = [asyncio.create_task(job(f"k{n}", 0.2 * n)) for n in (1, 2)]
    asyncio.get_running_loop().call_later(0.1, tasks[1].cancel)
    try:
        await asyncio.gather(*tasks)
    except asyncio.CancelledError:
        print("gather raises when a child is cancelled")
    print(tasks[0].done())


asyncio.run(main())
