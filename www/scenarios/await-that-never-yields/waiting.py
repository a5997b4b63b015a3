import asyncio

async def beat():
    while True:
        await asyncio.sleep(0.1)
        print("beat")

async def score(n):
    await asyncio.sleep(0)
    return sum(i * i for i in range(n))

async def report():
    total = 0
    for _ in range(6000):
        total += await score(2000)
    print("total", total)

async def main():
    beats = asyncio.create_task(beat(), name="beat")
    await asyncio.sleep(0.35)
    await asyncio.create_task(report(), name="report")
    await asyncio.sleep(0.25)

asyncio.run(main())
