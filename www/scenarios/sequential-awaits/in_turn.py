import asyncio

async def fetch(name):
    await asyncio.sleep(0.5)
    print("fetched", name)
    return name

async def main():
    a = await fetch("a")
    b = await fetch("b")
    c = await fetch("c")
    print("all", a, b, c)

asyncio.run(main())
