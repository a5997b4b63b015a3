import asyncio
import time


async def heartbeat(period, late):
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + period
        await asyncio.sleep(period)
        late.append(round(loop.time() - due, 1))


async def main():
    late = []
    beat = asyncio.create_task(heartbeat(0.05, late))
    await asyncio.sleep(0.12)
    time.sleep(0.3)
    await asyncio.sleep(0.12)
    beat.cancel()
    print("longest gap:", max(late), "of", len(late))
    late.clear()
    beat = asyncio.create_task(heartbeat(0.05, late))
    await asyncio.to_thread(time.sleep, 0.3)
    beat.cancel()
    print("longest gap:", max(late), "of", len(late))


asyncio.run(main())
