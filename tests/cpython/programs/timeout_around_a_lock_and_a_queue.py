import asyncio


async def main():
    lock, queue = asyncio.Lock(), asyncio.Queue()
    await lock.acquire()
    for wait in (lock.acquire(), queue.get(), asyncio.Event().wait()):
        try:
            await asyncio.wait_for(wait, 0.1)
        except TimeoutError:
            print("timeout")
    lock.release()
    print(lock.locked(), queue.empty())
    asyncio.get_running_loop().call_later(0.1, queue.put_nowait, "late")
    print(await asyncio.wait_for(queue.get(), 0.3))


asyncio.run(main())
