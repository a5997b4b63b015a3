import asyncio


async def load(name, seconds):
    await asyncio.sleep(seconds)
    print("loaded", name)
    return name


async def main():
    users = await load("users", 0.2)  # finds: sequential-awaits
    orders = await load("orders", 0.1)
    print(users, orders)


asyncio.run(main())
