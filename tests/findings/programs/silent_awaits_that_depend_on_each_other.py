import asyncio

log = []


async def login(name):
    await asyncio.sleep(0.05)
    return name


async def load(user):
    await asyncio.sleep(0.05)
    return user


async def write(line):
    await asyncio.sleep(0.05)
    log.append(line)


async def main():
    user = await login("ada")
    orders = await load(user)
    await write(user)
    await write(orders)
    for n in range(2):
        await write(n)
    await asyncio.sleep(0.05)
    await asyncio.sleep(0.05)
    print(log)


asyncio.run(main())
