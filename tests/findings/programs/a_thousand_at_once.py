import asyncio


async def fetch(n):
    await asyncio.sleep(0.1)
    return n


async def main():
    results = await asyncio.gather(*(fetch(n) for n in range(1_500)))  # finds: unbounded-fan-out
    print(sum(results))


asyncio.run(main())
