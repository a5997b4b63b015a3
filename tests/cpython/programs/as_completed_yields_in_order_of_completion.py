import asyncio


async def fetch(name, seconds):
    await asyncio.sleep(seconds)
    return name


async def main():
    jobs = [fetch("large", 0.3), fetch("small", 0.1), fetch("medium", 0.2)]
    for next_done in asyncio.as_completed(jobs):
        print(await next_done)


asyncio.run(main())
