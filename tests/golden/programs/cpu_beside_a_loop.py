import asyncio


def crunch():
    total = 0
    for i in range(1_000_000):
        total += i
    return total


async def beat():
    while True:
        await asyncio.sleep(0.01)


async def main():
    heart = asyncio.create_task(beat(), name="heart")
    print(await asyncio.to_thread(crunch))
    heart.cancel()


asyncio.run(main())
