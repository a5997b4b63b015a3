import asyncio


async def guarded(name, seconds, limit):
    try:
        async with asyncio.timeout(limit):
            await asyncio.sleep(seconds)
            return f"{name} ok"
    except TimeoutError:
        return f"{name} too slow"


async def main():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(guarded(f"job{n}", 0.1 * n, 0.25)) for n in (1, 2, 3, 4)]
    print([task.result() for task in tasks])
    try:
        async with asyncio.timeout(0.1):
            async with asyncio.TaskGroup() as group:
                group.create_task(asyncio.sleep(1))
    except TimeoutError:
        print("the group timed out")


asyncio.run(main())
