import asyncio

async def subscriber(name, queue):
    while (news := await queue.get()) is not None:
        print(name, "hears", news)

async def main():
    shared = asyncio.Queue()
    queues = [shared, shared]
    async with asyncio.TaskGroup() as group:
        for name, queue in zip(("Ada", "Bo"), queues):
            group.create_task(subscriber(name, queue), name=name)
        for news in ("one", "two", "three", "four"):
            await asyncio.sleep(0.2)
            for queue in dict.fromkeys(queues):
                queue.put_nowait(news)
        for queue in queues:
            queue.put_nowait(None)

asyncio.run(main())
