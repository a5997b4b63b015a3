# Python 3.13 iterates asynchronously and gives back the tasks themselves; 3.12 does not.
import asyncio


async def fetch(name, seconds):
    await asyncio.sleep(seconds)
    return name


async def main():
    tasks = {asyncio.create_task(fetch(n, s)): n for n, s in (("x", 0.2), ("y", 0.1))}
    try:
        async for task in asyncio.as_completed(tasks):
            print(tasks[task], task.result())
    except TypeError as error:
        print("TypeError:", error)
    await asyncio.gather(*tasks)


asyncio.run(main())
