# Read, await, write: without a lock all but one deposit is lost.
import asyncio

balance = 0


async def deposit(lock=None):
    global balance
    if lock:
        async with lock:
            seen = balance
            await asyncio.sleep(0.05)
            balance = seen + 10
    else:
        seen = balance
        await asyncio.sleep(0.05)
        balance = seen + 10


async def main():
    global balance
    await asyncio.gather(*(deposit() for _ in range(5)))
    print("without lock:", balance)
    balance = 0
    lock = asyncio.Lock()
    await asyncio.gather(*(deposit(lock) for _ in range(5)))
    print("with lock:", balance)


asyncio.run(main())
