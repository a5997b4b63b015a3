import asyncio
import threading
import time


def answer(future):
    time.sleep(0.1)
    future.set_result("answer")  # finds: foreign-loop


async def main():
    future = asyncio.get_running_loop().create_future()
    threading.Thread(target=answer, args=(future,)).start()
    alarm = asyncio.create_task(asyncio.sleep(0.5))
    print(await future)
    await alarm


asyncio.run(main())
