import asyncio


async def runner(number, pistol):
    await pistol.wait()
    print("runner", number, "starts")
    await asyncio.sleep(0.1 * number)
    print("runner", number, "arrives")


async def main():
    pistol = asyncio.Event()
    runners = [asyncio.create_task(runner(n, pistol)) for n in (1, 2, 3)]
    await asyncio.sleep(0.1)
    print("set?", pistol.is_set())
    pistol.set()
    await asyncio.gather(*runners)
    pistol.clear()
    print("set?", pistol.is_set())


asyncio.run(main())
