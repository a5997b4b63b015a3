import asyncio


def dive(n):
    return dive(n + 1)


async def main():
    await asyncio.sleep(0.05)
    try:
        dive(0)
    except RecursionError as error:
        print("RecursionError:", error)
    print(await asyncio.sleep(0.05, "goes on"))


asyncio.run(main())
