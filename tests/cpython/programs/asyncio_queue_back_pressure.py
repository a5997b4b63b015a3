# A full queue makes the producer wait for the consumer.
import asyncio


async def producer(queue):
    for n in range(4):
        await queue.put(n)
        print("put", n, "size", queue.qsize())


async def main():
    queue = asyncio.Queue(maxsize=2)
    task = asyncio.create_task(producer(queue))
    await asyncio.sleep(0.1)
    print("full:", queue.full())
    try:
        queue.put_nowait("too much")
    except asyncio.QueueFull as error:
        print("QueueFull", repr(error))
    for _ in range(4):
        await asyncio.sleep(0.1)
        print("got", await queue.get())
    await task
    try:
        queue.get_nowait()
    except asyncio.QueueEmpty:
        print("QueueEmpty")


asyncio.run(main())
