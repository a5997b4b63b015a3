import asyncio


async def every(period, times):
    loop = asyncio.get_running_loop()
    start = loop.time()
    for n in range(times):
        print("beat", n, "at", round(loop.time() - start, 1))
        await asyncio.sleep(0.03)
        await asyncio.sleep(start + (n + 1) * period - loop.time())


asyncio.run(every(0.1, 5))
