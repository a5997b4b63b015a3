"""What a daemon still uses is not taken apart at the end: no finalizer runs, no lost error is told."""

import asyncio
import threading
import time


class Noisy:
    def __del__(self):
        print("deleted")


async def fails():
    raise ValueError("nobody asks")


async def main():
    kept.append(asyncio.create_task(fails()))
    await asyncio.sleep(0.01)


def forever():
    time.sleep(30)


kept = []
asyncio.run(main())
gone = Noisy()
del gone
noisy = Noisy()
threading.Thread(target=forever, daemon=True).start()
print("end of main")
