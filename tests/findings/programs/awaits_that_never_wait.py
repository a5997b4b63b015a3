import asyncio


def parse(item):
    return sum(range(item))


async def handle(item):
    return parse(item)


async def consume(queue):
    total = 0
    for n in range(100):  # finds: no-yield
        item = await queue.get()
        total += await handle(item)
    print(total)


async def beat():
    for n in range(6):
        await asyncio.sleep(0.02)
    print("beats done")


async def main():
    queue = asyncio.Queue()
    for n in range(100):
        queue.put_nowait(100_000)
    await asyncio.gather(beat(), consume(queue))


asyncio.run(main())
