import asyncio


async def worker(name, seconds):
    print(name, "start")
    await asyncio.sleep(seconds)
    print(name, "end")
    return name


async def main():
    names = await asyncio.gather(worker("A", 0.2), worker("B", 0.1), worker("C", 0.3))
    print(names)


asyncio.run(main())
