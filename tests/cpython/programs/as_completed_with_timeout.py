import asyncio


async def fetch(name, seconds):
    await asyncio.sleep(seconds)
    return name


async def main():
    tasks = [asyncio.create_task(fetch(f"page {n}", 0.1 * n)) for n in (1, 2, 5)]
    try:
        for earliest in asyncio.as_completed(tasks, timeout=0.3):
            print(await earliest)
    except TimeoutError:
        print("timeout; pending:", sum(not task.done() for task in tasks))
    print(await tasks[-1])


asyncio.run(main())
