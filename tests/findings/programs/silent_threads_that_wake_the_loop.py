import asyncio
import threading
import time


def answer(loop, future):
    time.sleep(0.1)
    loop.call_soon_threadsafe(future.set_result, "answer")


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    threading.Thread(target=answer, args=(loop, future)).start()
    print(await future)


asyncio.run(main())
