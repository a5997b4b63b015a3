import asyncio

async def write_log(text):
    await asyncio.sleep(0.5)
    print("written:", text)

async def handle():
    asyncio.create_task(write_log("order 7"), name="log")
    await asyncio.sleep(0.3)
    print("handled")

asyncio.run(handle())
