import asyncio


def broken(what):
    raise ZeroDivisionError(what)


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(print, "first")
    loop.call_later(0.1, broken, "by nothing")
    await asyncio.sleep(0.2)
    print("the loop goes on")


asyncio.run(main())
