import asyncio

async def charge():
    await asyncio.sleep(0.3)
    raise ValueError("card refused")

async def ship():
    await asyncio.sleep(0.6)
    print("shipped")

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(charge())
            group.create_task(ship())
    except* ValueError:
        print("order failed")
    await asyncio.sleep(0.6)

asyncio.run(main())
