import asyncio


async def main():
    loop = asyncio.get_running_loop()
    now = loop.time()
    loop.call_later(0.2, print, "later 0.2")
    loop.call_at(now + 0.1, print, "at 0.1")
    loop.call_soon(print, "soon 1")
    loop.call_soon(print, "soon 2")
    cancelled = loop.call_later(0.15, print, "never")
    print("scheduled")
    cancelled.cancel()
    print(cancelled.cancelled(), round(cancelled.when() - now, 2))
    await asyncio.sleep(0.3)
    print("end")


asyncio.run(main())
