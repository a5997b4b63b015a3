# What is left of an async generator is closed when run() ends.
import asyncio


async def ticks():
    try:
        while True:
            yield "tick"
            await asyncio.sleep(0.1)
    finally:
        await asyncio.sleep(0.1)
        print("generator closed")


left = ticks()


async def main():
    print(await anext(left))
    print(await anext(left))
    print("main ends")


asyncio.run(main())
print("after run")
