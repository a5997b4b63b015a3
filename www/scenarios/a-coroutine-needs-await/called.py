import asyncio

async def save(name):
    await asyncio.sleep(0.3)
    print("saved", name)

async def main():
    print("start")
    save("a")
    await save("b")
    print("end")

asyncio.run(main())
