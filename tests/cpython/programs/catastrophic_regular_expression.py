# Nested repeats: the time doubles with every letter, and the matching thread keeps the GIL all the while.
import asyncio
import re
import time

pattern = re.compile(r"(a+)+$")


async def ticks():
    late = 0.0
    while True:
        before = time.perf_counter()
        try:
            await asyncio.sleep(0.01)
        except asyncio.CancelledError:
            return late
        late = max(late, time.perf_counter() - before - 0.01)


async def main():
    ticking = asyncio.create_task(ticks())
    await asyncio.sleep(0.03)
    print(await asyncio.to_thread(pattern.match, "a" * 20 + "!"))
    await asyncio.sleep(0.02)
    ticking.cancel()
    print("frozen:", await ticking > 0.02)


asyncio.run(main())
