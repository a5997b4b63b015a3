import asyncio


async def main():
    lock, event, semaphore = asyncio.Lock(), asyncio.Event(), asyncio.Semaphore(2)
    await lock.acquire()
    waiter = asyncio.create_task(lock.acquire())
    await asyncio.sleep(0.05)
    print(lock)
    lock.release()
    await waiter
    event.set()
    print(event)
    await semaphore.acquire()
    print(semaphore)
    print(asyncio.Condition(lock))
    print(asyncio.Barrier(2))
    queue = asyncio.Queue(3)
    await queue.put("x")
    print(queue)


asyncio.run(main())
