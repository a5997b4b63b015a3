import asyncio

balance = 100


async def withdraw(amount):
    global balance
    current = balance
    await asyncio.sleep(0.01)
    balance = current - amount  # finds: race-across-await


async def main():
    await asyncio.gather(withdraw(10), withdraw(20))
    print("done")


asyncio.run(main())
