import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def fetch(n):
    time.sleep(0.1)
    return n


async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=2) as pool:
        print(sum(await asyncio.gather(*(loop.run_in_executor(pool, fetch, n) for n in range(8)))))


asyncio.run(main())
