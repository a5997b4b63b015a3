import asyncio


async def producer(queue):
    for n in range(4):
        await asyncio.sleep(0.1)
        await queue.put(n)
        print("put", n)
    await queue.put(None)


async def consumer(queue):
    while (item := await queue.get()) is not None:
        await asyncio.sleep(0.13)
        print("consumed", item)
    print("consumer ends")


async def main():
    queue = asyncio.Queue()
    await asyncio.gather(producer(queue), consumer(queue))
    print("empty:", queue.empty(), "size:", queue.qsize())


asyncio.run(main())
