# A thread cannot be cancelled: wait_for comes back on time, the thread ends later, and run() waits for it.
import asyncio
import time


def blocking():
    time.sleep(0.4)
    print("the thread is done")


async def main():
    try:
        await asyncio.wait_for(asyncio.to_thread(blocking), timeout=0.1)
    except TimeoutError:
        print("gave up")


asyncio.run(main())
print("after run")
