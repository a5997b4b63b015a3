import asyncio


async def crawl(group, depth):
    print("page at depth", depth)
    await asyncio.sleep(0.1)
    if depth < 3:
        group.create_task(crawl(group, depth + 1), name=f"depth-{depth + 1}")
    else:
        print("deepest:", asyncio.current_task().get_name())


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(crawl(group, 1))
    print("all pages read")


asyncio.run(main())
