import asyncio


async def load(n):
    await asyncio.sleep(0.01)
    return n


async def main():
    later = load(1)
    many = [load(n) for n in range(3)]
    print(await later, await asyncio.gather(*many))


asyncio.run(main())
