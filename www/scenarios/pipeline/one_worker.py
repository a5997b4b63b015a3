import asyncio

async def load(names, loaded):
    for name in names:
        await asyncio.sleep(0.2)
        await loaded.put(name)
    await loaded.put(None)

async def store(loaded):
    while (name := await loaded.get()) is not None:
        await asyncio.sleep(0.2)
        print("stored", name)

async def main():
    loaded = asyncio.Queue()
    await load("abcde", loaded)
    await store(loaded)

asyncio.run(main())
