import asyncio


async def beat():
    for n in range(10):
        await asyncio.sleep(0.01)


async def work():
    for n in range(10):
        print(sum(range(10_000)))
        await asyncio.sleep(0)


async def main():
    await asyncio.gather(beat(), work())


asyncio.run(main())
