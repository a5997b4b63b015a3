import asyncio, time

def fetch(name):
    time.sleep(0.4)
    print("fetched", name)

async def main():
    async with asyncio.TaskGroup() as group:
        for name in "abc":
            group.create_task(asyncio.to_thread(fetch, name))
    print("all there")

asyncio.run(main())
