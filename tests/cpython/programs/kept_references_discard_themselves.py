import asyncio

background = set()


async def job(n):
    await asyncio.sleep(0.1 * n)
    print("job", n)


async def main():
    for n in (1, 2, 3):
        task = asyncio.create_task(job(n))
        background.add(task)
        task.add_done_callback(background.discard)
    while background:
        print("waiting for", len(background))
        await asyncio.sleep(0.12)


asyncio.run(main())
