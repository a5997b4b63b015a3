import asyncio


async def beat():
    for n in range(6):
        await asyncio.sleep(0.02)
    print("beats done")


async def work():
    await asyncio.sleep(0.01)
    total = sum(range(20_000_000))  # finds: cpu-in-coroutine
    print(total)


async def main():
    await asyncio.gather(beat(), work())


asyncio.run(main())
