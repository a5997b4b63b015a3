import asyncio, time

async def beat():
    while True:
        await asyncio.sleep(0.1)
        print("beat")

async def main():
    asyncio.get_running_loop().set_debug(True)
    beats = asyncio.create_task(beat(), name="beat")
    await asyncio.sleep(0.35)
    await asyncio.sleep(0.8)
    print("done")

asyncio.run(main())
