import asyncio


async def download(number, limit):
    async with limit:
        print("start", number)
        await asyncio.sleep(0.2)
        print("end", number)


async def main():
    limit = asyncio.Semaphore(2)
    async with asyncio.TaskGroup() as group:
        for number in range(5):
            group.create_task(download(number, limit))
    print("locked:", limit.locked())
    bounded = asyncio.BoundedSemaphore(1)
    try:
        bounded.release()
    except ValueError as error:
        print("ValueError:", error)


asyncio.run(main())
