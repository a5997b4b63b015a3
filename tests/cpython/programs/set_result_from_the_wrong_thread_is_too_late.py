# Without call_soon_threadsafe the sleeping loop does not notice until something else wakes it.
import asyncio
import threading
import time


def set_later(future):
    time.sleep(0.1)
    future.set_result("set at 0.1 s")


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    threading.Thread(target=set_later, args=(future,)).start()
    loop.call_later(0.4, print, "something else happens")
    start = loop.time()
    print(await future, "seen at", round(loop.time() - start, 1))


asyncio.run(main())
