import asyncio
import queue
import threading
import time


def produce(items):
    time.sleep(0.2)
    items.put("item")
    time.sleep(0.2)


async def beat():
    for n in range(8):
        await asyncio.sleep(0.05)
    print("beats done")


async def work():
    await asyncio.sleep(0.02)
    items = queue.Queue()
    thread = threading.Thread(target=produce, args=(items,))
    thread.start()
    print(items.get())  # finds: blocking-call-in-coroutine
    thread.join()  # finds: blocking-call-in-coroutine
    print("joined")


async def main():
    await asyncio.gather(beat(), work())


asyncio.run(main())
