import asyncio
import time


def fetch():
    time.sleep(0.4)
    return "too late"


async def main():
    try:
        print(await asyncio.wait_for(asyncio.to_thread(fetch), 0.1))  # finds: uncancellable-thread
    except TimeoutError:
        print("given up")


asyncio.run(main())
