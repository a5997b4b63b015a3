import asyncio


async def waiter(name, condition):
    async with condition:
        try:
            await condition.wait()
            print(name, "was woken")
        except asyncio.CancelledError:
            print(name, "was cancelled")
            raise


async def main():
    condition = asyncio.Condition()
    tasks = [asyncio.create_task(waiter(name, condition)) for name in "ab"]
    await asyncio.sleep(0.1)
    async with condition:
        condition.notify(1)
        tasks[0].cancel()
    await asyncio.sleep(0.1)
    print("b is done:", tasks[1].done())
    tasks[1].cancel()
    print(await asyncio.gather(*tasks, return_exceptions=True))


asyncio.run(main())
