import asyncio


async def load(n):
    await asyncio.sleep(0.05)
    return n * n


async def main():
    results = []
    for n in range(5):  # finds: sequential-awaits
        results.append(await load(n))
    print(results)


asyncio.run(main())
