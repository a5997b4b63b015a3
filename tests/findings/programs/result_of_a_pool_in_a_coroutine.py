import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def fetch():
    time.sleep(0.3)
    return "fetched"


async def beat():
    for n in range(6):
        await asyncio.sleep(0.05)
    print("beats done")


async def work(pool):
    await asyncio.sleep(0.02)
    print(pool.submit(fetch).result())  # finds: blocking-call-in-coroutine


async def main():
    with ThreadPoolExecutor() as pool:
        await asyncio.gather(beat(), work(pool))


asyncio.run(main())
