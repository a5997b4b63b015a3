import asyncio

async def save():
    await asyncio.sleep(0.8)
    print("saved")

async def main():
    saving = asyncio.create_task(save(), name="save")
    try:
        await asyncio.wait_for(asyncio.shield(saving), 0.3)
    except TimeoutError:
        print("answer: it takes a while")
    await asyncio.sleep(0.8)
    print("saving was cancelled:", saving.cancelled())

asyncio.run(main())
