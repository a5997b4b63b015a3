import asyncio


async def main():
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(0.1) as limit:
            limit.reschedule(loop.time() + 0.3)
            await asyncio.sleep(0.2)
            print("still there after 0.2 s")
            await asyncio.sleep(0.2)
            print("never")
    except TimeoutError:
        print("ended at the new time")
    try:
        async with asyncio.timeout_at(loop.time() + 0.1):
            await asyncio.Event().wait()
    except TimeoutError:
        print("timeout_at ended")


asyncio.run(main())
