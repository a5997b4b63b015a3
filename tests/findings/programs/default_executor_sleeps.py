import asyncio
import time


async def nap(n):
    await asyncio.to_thread(time.sleep, 0.2)  # finds: pool-exhausted
    return n


async def main():
    print(sum(await asyncio.gather(*(nap(n) for n in range(20)))))


asyncio.run(main())
