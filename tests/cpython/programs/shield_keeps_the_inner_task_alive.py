import asyncio


async def save():
    await asyncio.sleep(0.2)
    print("saved")
    return 7


async def main():
    inner = asyncio.create_task(save())
    try:
        await asyncio.wait_for(asyncio.shield(inner), timeout=0.1)
    except TimeoutError:
        print("waited long enough; cancelled:", inner.cancelled())
    print("result:", await inner)


asyncio.run(main())
