# Nothing of this waits: the results are there, the lock is free.
import asyncio
import threading
from concurrent.futures import Future

lock = threading.Lock()


async def beat():
    for n in range(6):
        await asyncio.sleep(0.02)


async def work():
    task = asyncio.create_task(asyncio.sleep(0.01, "slept"))
    await asyncio.sleep(0.05)
    print(task.result())
    future = Future()
    future.set_result("set")
    print(future.result())
    with lock:
        print("held")
        await asyncio.sleep(0.02)


async def main():
    await asyncio.gather(beat(), work())


asyncio.run(main())
