import asyncio

busy = 0
limit = asyncio.Semaphore(2)

async def ask_server(n):
    global busy
    busy += 1
    await asyncio.sleep(0.3)
    print("answered" if busy <= 2 else "refused", n)
    busy -= 1

async def client(n):
    async with limit:
        await ask_server(n)

async def main():
    await asyncio.gather(*(client(n) for n in range(6)))
    print("all asked")

asyncio.run(main())
