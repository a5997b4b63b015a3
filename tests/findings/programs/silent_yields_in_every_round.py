import asyncio


async def work():
    total = 0
    for n in range(100):
        total += sum(range(100_000))
        await asyncio.sleep(0)
    print(total)


async def beat():
    for n in range(6):
        await asyncio.sleep(0.02)
    print("beats done")


async def main():
    await asyncio.gather(beat(), work())


asyncio.run(main())
