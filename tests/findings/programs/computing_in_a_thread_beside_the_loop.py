import asyncio


def crunch(n):
    total = 0
    for i in range(n):
        total += i
    return total


async def beat():
    for n in range(20):
        await asyncio.sleep(0.01)
    print("beats done")


async def work():
    print(await asyncio.to_thread(crunch, 4_000_000))  # finds: offload-keeps-gil


async def main():
    await asyncio.gather(beat(), work())


asyncio.run(main())
