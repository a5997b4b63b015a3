import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


async def beat():
    for n in range(6):
        await asyncio.sleep(0.05)
    print("beats done")


async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(2) as pool:
        await asyncio.gather(beat(), asyncio.to_thread(time.sleep, 0.2), loop.run_in_executor(pool, time.sleep, 0.1))


asyncio.run(main())
