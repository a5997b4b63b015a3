import asyncio


async def beat():
    for n in range(20):
        await asyncio.sleep(0.01)
    print("beats done")


async def main():
    loop = asyncio.get_running_loop()
    heart = asyncio.create_task(beat())
    await asyncio.sleep(0.02)
    print(await loop.run_in_executor(None, sum, range(30_000_000)))  # finds: offload-keeps-gil
    await heart


asyncio.run(main())
