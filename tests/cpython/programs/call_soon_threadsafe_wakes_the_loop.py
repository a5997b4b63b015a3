import asyncio
import threading
import time


def producer(loop, event, box):
    time.sleep(0.2)
    box.append("made in a thread")
    loop.call_soon_threadsafe(event.set)
    print("producer told the loop")


async def main():
    loop = asyncio.get_running_loop()
    event, box = asyncio.Event(), []
    thread = threading.Thread(target=producer, args=(loop, event, box))
    thread.start()
    await event.wait()
    await asyncio.sleep(0.1)
    print("loop got", box)
    thread.join()


asyncio.run(main())
