import asyncio, time

async def fetch(name, seconds):
    await asyncio.sleep(seconds)
    print("fetched", name)

def parse(name):
    time.sleep(0.4)
    print("parsed", name)

async def handle(name, seconds):
    await fetch(name, seconds)
    parse(name)

async def main():
    await asyncio.gather(handle("a", 0.2), handle("b", 0.3), handle("c", 0.4))

asyncio.run(main())
