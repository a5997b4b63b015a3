import asyncio

total = 0


async def fetch(n):
    await asyncio.sleep(0.01)
    return n


async def add(n):
    global total
    total += await fetch(n)  # finds: race-across-await


async def main():
    await asyncio.gather(*(add(n) for n in range(5)))
    print("done")


asyncio.run(main())
