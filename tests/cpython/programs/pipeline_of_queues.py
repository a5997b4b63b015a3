import asyncio


async def stage(name, seconds, source, target, function):
    while (item := await source.get()) is not None:
        await asyncio.sleep(seconds)
        result = function(item)
        print(f"{name}: {item} -> {result}")
        await target.put(result)
    await target.put(None)


async def main():
    raw, squared, texts = asyncio.Queue(), asyncio.Queue(), asyncio.Queue()
    for n in (1, 2, 3, None):
        raw.put_nowait(n)
    async with asyncio.TaskGroup() as group:
        group.create_task(stage("square", 0.1, raw, squared, lambda n: n * n))
        group.create_task(stage("format", 0.15, squared, texts, "<{}>".format))
    print([texts.get_nowait() for _ in range(texts.qsize())])


asyncio.run(main())
