import asyncio, hashlib

async def beat():
    while True:
        await asyncio.sleep(0.1)
        print("beat")

def work(name):
    total = sum(i * i for i in range(9_000_000))
    print("done", name)

async def main():
    beats = asyncio.create_task(beat(), name="beat")
    await asyncio.sleep(0.25)
    await asyncio.gather(asyncio.to_thread(work, "a"), asyncio.to_thread(work, "b"))
    print("both done")

asyncio.run(main())
