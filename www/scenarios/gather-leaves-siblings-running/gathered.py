import asyncio

async def charge():
    await asyncio.sleep(0.3)
    raise ValueError("card refused")

async def ship():
    await asyncio.sleep(0.6)
    print("shipped")

async def main():
    try:
        await asyncio.gather(charge(), ship())
    except* ValueError:
        print("order failed")
    await asyncio.sleep(0.6)

asyncio.run(main())
