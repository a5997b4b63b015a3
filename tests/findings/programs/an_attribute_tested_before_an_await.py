import asyncio


class Account:
    def __init__(self, balance):
        self.balance = balance

    async def check(self):
        await asyncio.sleep(0.01)

    async def withdraw(self, amount):
        if self.balance >= amount:
            await self.check()
            self.balance -= amount  # finds: race-across-await
            return True
        return False


async def main():
    account = Account(100)
    await asyncio.gather(account.withdraw(80), account.withdraw(80))
    print("done")


asyncio.run(main())
