import asyncio


async def step(name, seconds):
    await asyncio.sleep(seconds)
    print(name)
    return len(name)


async def main():
    async with asyncio.TaskGroup() as group:
        one = group.create_task(step("one", 0.1))
        three = group.create_task(step("three", 0.3))
        print("body done")
    print("results:", one.result(), three.result())


asyncio.run(main())
