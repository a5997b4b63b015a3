import asyncio


async def waits():
    await asyncio.sleep(10)


async def main():
    asyncio.get_running_loop().create_task(waits(), name="left")
    await asyncio.sleep(0.1)


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
print("loop closed:", loop.is_closed())
