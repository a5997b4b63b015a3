import asyncio

background_tasks = set()


async def save(n):
    await asyncio.sleep(0.02)
    print("saved", n)


async def main():
    for n in range(3):
        task = asyncio.create_task(save(n))
        background_tasks.add(task)
        task.add_done_callback(background_tasks.discard)
    await asyncio.sleep(0.1)
    print("main done", len(background_tasks))


asyncio.run(main())
