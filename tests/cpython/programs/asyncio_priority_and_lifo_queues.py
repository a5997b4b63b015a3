import asyncio


async def drain(queue):
    items = []
    while not queue.empty():
        items.append(await queue.get())
        queue.task_done()
    return items


async def main():
    priority, stack = asyncio.PriorityQueue(), asyncio.LifoQueue()
    for entry in [(3, "low"), (1, "urgent"), (2, "normal"), (1, "also urgent")]:
        await priority.put(entry)
        await stack.put(entry[1])
        await asyncio.sleep(0.05)
    print(await drain(priority))
    print(await drain(stack))
    print(repr(priority.qsize()))


asyncio.run(main())
