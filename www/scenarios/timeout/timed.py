import asyncio

async def fetch():
    try:
        await asyncio.sleep(2)
        print("fetched")
    finally:
        print("connection closed")

async def main():
    try:
        async with asyncio.timeout(0.5):
            await fetch()
    except TimeoutError:
        print("too late")

asyncio.run(main())
