import asyncio


async def cached(key):
    print("looking up", key)
    if key == "miss":
        await asyncio.sleep(0.1)
    return key


async def main():
    lazy = asyncio.create_task(cached("lazy"))
    print("created lazy, done:", lazy.done())
    await lazy
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    hit = asyncio.create_task(cached("hit"))
    print("created hit, done:", hit.done())
    miss = asyncio.create_task(cached("miss"))
    print("created miss, done:", miss.done())
    print(await asyncio.gather(hit, miss))


asyncio.run(main())
