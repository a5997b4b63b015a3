# A loop until a certain time stands for a computation: it is not waiting for anybody.
import asyncio
import time


def work(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


async def beat():
    for n in range(6):
        await asyncio.sleep(0.02)
    print("beats done")


async def main():
    heart = asyncio.create_task(beat())
    await asyncio.sleep(0.01)
    work(0.1)  # finds: cpu-in-coroutine
    print("worked")
    await heart


asyncio.run(main())
