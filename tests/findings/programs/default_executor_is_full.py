import asyncio
import time


def fetch(n):
    time.sleep(0.2)
    return n


async def main():
    jobs = [asyncio.to_thread(fetch, n) for n in range(20)]
    print(sum(await asyncio.gather(*jobs)))  # finds: pool-exhausted


asyncio.run(main())
