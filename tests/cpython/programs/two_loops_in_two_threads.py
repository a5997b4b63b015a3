import asyncio
import threading
import time


async def worker(name, seconds):
    for n in range(3):
        await asyncio.sleep(seconds)
        print(name, n, threading.current_thread().name)


first = threading.Thread(target=asyncio.run, args=(worker("fast", 0.1),), name="one")
second = threading.Thread(target=asyncio.run, args=(worker("slow", 0.14),), name="two")
first.start()
second.start()
first.join()
second.join()
try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print("RuntimeError:", error)
