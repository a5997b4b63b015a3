import asyncio


async def read():
    await asyncio.sleep(0.05)
    raise FileNotFoundError(2, "No such file or directory", "data.txt")


async def parse():
    try:
        return await read()
    except FileNotFoundError:
        raise ValueError("nothing to parse")


async def main():
    try:
        await parse()
    except ValueError as error:
        print(repr(error.__context__), error.__cause__)
        raise SystemExit("giving up") from error


try:
    asyncio.run(main())
except SystemExit as error:
    print("code:", error.code)
    raise RuntimeError("not started")
