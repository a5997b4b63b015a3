import asyncio
import threading

lock = threading.Lock()
items = []


async def work(name):
    for n in range(3):
        with lock:
            items.append((name, n))
        await asyncio.sleep(0.01)


async def main():
    await asyncio.gather(work("a"), work("b"))
    print(len(items))


asyncio.run(main())
