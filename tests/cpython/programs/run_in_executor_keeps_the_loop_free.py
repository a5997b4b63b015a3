import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def blocking(seconds):
    time.sleep(seconds)
    return f"blocked {seconds}"


async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=1) as pool:
        first = loop.run_in_executor(pool, blocking, 0.2)
        second = loop.run_in_executor(pool, blocking, 0.1)
        for tick in range(2):
            print("tick", tick)
            await asyncio.sleep(0.15)
        print(await first)
        print(await second)
    print(await loop.run_in_executor(None, blocking, 0.1))


asyncio.run(main())
