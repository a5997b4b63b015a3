import asyncio

async def job(name):
    print("start", name)
    await asyncio.sleep(0.5)
    print("end", name)

async def main():
    await asyncio.sleep(0.1)
    await asyncio.gather(job("a"), job("b"), job("c"))
    print("all done")

asyncio.run(main())
