import asyncio

async def beat():
    while True:
        await asyncio.sleep(0.1)
        print("beat")

def add_up(limit):
    print("sum", sum(range(limit)))

async def main():
    beats = asyncio.create_task(beat(), name="beat")
    await asyncio.sleep(0.25)
    await asyncio.to_thread(add_up, 40_000_000)
    await asyncio.sleep(0.25)

asyncio.run(main())
