# Under a lock; in one piece between awaits; one after the other; each its own object; read again after the await.
import asyncio

total = 0
lock = asyncio.Lock()


class Account:
    def __init__(self):
        self.balance = 0

    async def add(self, amount):
        before = self.balance
        await asyncio.sleep(0.01)
        self.balance = before + amount


async def locked():
    global total
    async with lock:
        before = total
        await asyncio.sleep(0.01)
        total = before + 1


async def in_one_piece():
    global total
    await asyncio.sleep(0.01)
    total = total + 1
    await asyncio.sleep(0.01)


async def alone():
    global total
    before = total
    await asyncio.sleep(0.01)
    total = before + 1


async def read_again():
    global total
    before = total
    await asyncio.sleep(0.01)
    before = total
    total = before + 1


async def main():
    await asyncio.gather(locked(), locked(), locked())
    await asyncio.gather(in_one_piece(), in_one_piece(), in_one_piece())
    await alone()
    await alone()
    await asyncio.gather(read_again(), read_again())
    accounts = [Account() for _ in range(3)]
    await asyncio.gather(*(account.add(10) for account in accounts))
    print(total, [account.balance for account in accounts])


asyncio.run(main())
