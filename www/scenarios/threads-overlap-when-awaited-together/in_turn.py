import asyncio, time

def fetch(name):
    time.sleep(0.4)
    print("fetched", name)

async def main():
    for name in "abc":
        await asyncio.to_thread(fetch, name)
    print("all there")

asyncio.run(main())
