# sleep(0) gives each task one step in turn; awaiting a finished coroutine does not.
import asyncio


async def at_once():
    return None


async def polite(name):
    for step in range(3):
        print(name, step)
        await asyncio.sleep(0)


async def rude(name):
    for step in range(3):
        print(name, step)
        await at_once()


async def main():
    await asyncio.gather(polite("a"), polite("b"))
    await asyncio.gather(rude("c"), rude("d"))


asyncio.run(main())
