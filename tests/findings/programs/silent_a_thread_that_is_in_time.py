import asyncio
import time


def fetch():
    time.sleep(0.1)
    return "in time"


async def main():
    print(await asyncio.wait_for(asyncio.to_thread(fetch), 0.4))


asyncio.run(main())
