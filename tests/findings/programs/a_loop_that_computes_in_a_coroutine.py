import asyncio


async def beat():
    for n in range(6):
        await asyncio.sleep(0.02)
    print("beats done")


async def work():
    await asyncio.sleep(0.01)
    total = 0
    for n in range(2_000_000):  # finds: cpu-in-coroutine
        total += n
    print(total)


async def main():
    await asyncio.gather(beat(), work())


asyncio.run(main())
