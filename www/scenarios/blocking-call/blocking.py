import asyncio, time

async def beat(name):
    while True:
        await asyncio.sleep(0.1)
        print("beat", name)

async def report():
    await asyncio.sleep(0.35)
    time.sleep(2)
    print("report ready")

async def main():
    a = asyncio.create_task(beat("A"), name="beat A")
    b = asyncio.create_task(beat("B"), name="beat B")
    await asyncio.create_task(report(), name="report")
    await asyncio.sleep(0.45)

asyncio.run(main())
