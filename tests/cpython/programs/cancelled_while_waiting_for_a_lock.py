import asyncio


async def holder(lock):
    async with lock:
        await asyncio.sleep(0.3)
        print("holder lets go")


async def waiter(name, lock):
    try:
        async with lock:
            print(name, "got it")
    except asyncio.CancelledError:
        print(name, "gave up")
        raise


async def main():
    lock = asyncio.Lock()
    tasks = [asyncio.create_task(holder(lock))]
    tasks += [asyncio.create_task(waiter(name, lock)) for name in ("first", "second", "third")]
    await asyncio.sleep(0.1)
    tasks[1].cancel()
    await asyncio.sleep(0.1)
    tasks[3].cancel()
    print(await asyncio.gather(*tasks, return_exceptions=True))


asyncio.run(main())
