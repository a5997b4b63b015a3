import asyncio, time
from concurrent.futures import ThreadPoolExecutor

def fetch(n):
    time.sleep(0.3)
    return n

async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=2) as pool:
        jobs = [loop.run_in_executor(pool, fetch, n) for n in range(8)]
        print("fetched", await asyncio.gather(*jobs))

asyncio.run(main())
