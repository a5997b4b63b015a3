import asyncio
import threading

lock = threading.Lock()


async def work(name):
    with lock:  # finds: deadlock, sync-lock-across-await
        await asyncio.sleep(0.1)
        print(name)


async def main():
    await asyncio.gather(work("a"), work("b"))


asyncio.run(main())
