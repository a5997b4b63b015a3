import asyncio

async def beat():
    while True:
        await asyncio.sleep(0.1)
        print("beat")

def crunch():
    total = 0
    for n in range(15_000_000):
        total += n
    print("total", total)

async def main():
    beats = asyncio.create_task(beat(), name="beat")
    await asyncio.sleep(0.35)
    await asyncio.to_thread(crunch)
    print("crunched")

asyncio.run(main())
