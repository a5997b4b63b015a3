import asyncio

async def producer(queue):
    for item in ("apple", "pear", "plum"):
        await queue.put(item)
        await asyncio.sleep(0.2)
    await queue.put(None)

async def consumer(queue):
    while (item := await queue.get()) is not None:
        print("got", item)
    print("consumer ends")

async def main():
    queue = asyncio.Queue()
    await asyncio.gather(producer(queue), consumer(queue))

asyncio.run(main())
