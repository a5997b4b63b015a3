import asyncio
import threading

lock = threading.Lock()


def from_a_thread():
    with lock:
        print("thread")


async def work():
    with lock:  # finds: sync-lock-across-await
        await asyncio.sleep(0.2)
        print("task")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0.05)
    await asyncio.to_thread(from_a_thread)
    await task


asyncio.run(main())
