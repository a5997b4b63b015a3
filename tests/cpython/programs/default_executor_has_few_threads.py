# Six sleepers in two threads take three turns.
import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


async def main():
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(2))
    started = loop.time()
    waits = [asyncio.to_thread(time.sleep, 0.2) for _ in range(6)]
    for number, wait in enumerate(asyncio.as_completed(waits), 1):
        await wait
        if number % 2 == 0:
            print(number, "done after", round(loop.time() - started, 1))


asyncio.run(main())
