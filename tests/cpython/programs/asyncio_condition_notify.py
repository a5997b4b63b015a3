import asyncio


async def consumer(name, condition, items):
    async with condition:
        await condition.wait_for(lambda: items)
        print(name, "takes", items.pop())


async def main():
    condition, items = asyncio.Condition(), []
    consumers = [asyncio.create_task(consumer(name, condition, items)) for name in "abc"]
    await asyncio.sleep(0.1)
    async with condition:
        items.append("apple")
        condition.notify()
    await asyncio.sleep(0.1)
    async with condition:
        items.extend(["pear", "plum"])
        condition.notify_all()
    await asyncio.gather(*consumers)
    try:
        condition.notify()
    except RuntimeError as error:
        print("RuntimeError:", error)


asyncio.run(main())
