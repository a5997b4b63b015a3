import asyncio

async def fetch(name):
    await asyncio.sleep(0.5)
    print("fetched", name)
    return name

async def main():
    a, b, c = await asyncio.gather(fetch("a"), fetch("b"), fetch("c"))
    print("all", a, b, c)

asyncio.run(main())
