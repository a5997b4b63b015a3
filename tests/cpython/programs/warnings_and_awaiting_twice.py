import asyncio


async def compute():
    await asyncio.sleep(0.05)
    return 1


def plain():
    return 2


async def main():
    print(await compute() + plain())
    try:
        await plain()
    except TypeError as error:
        print("TypeError:", error)
    try:
        compute() + 1
    except TypeError as error:
        print("TypeError:", error)
    asyncio.create_task(compute())
    try:
        asyncio.create_task(plain())
    except TypeError as error:
        print("TypeError:", error)


asyncio.run(main())
