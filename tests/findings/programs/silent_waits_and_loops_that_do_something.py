import asyncio
import threading
import time

done = threading.Event()


def work():
    while not done.is_set():
        time.sleep(0.01)


async def main():
    n = 0
    while n < 100:
        n += 1
        await asyncio.sleep(0)
    print(n)


thread = threading.Thread(target=work)
thread.start()
asyncio.run(main())
done.set()
thread.join()
