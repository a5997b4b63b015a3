import asyncio


class Countdown:
    def __init__(self, start):
        self.left = start

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.left == 0:
            raise StopAsyncIteration
        await asyncio.sleep(0.1)
        self.left -= 1
        return self.left + 1


async def main():
    async for n in Countdown(3):
        print(n)
    else:
        print("liftoff")
    iterator = aiter(Countdown(1))
    print(await anext(iterator))
    print(await anext(iterator, "nothing left"))
    try:
        async for _ in [1, 2]:
            pass
    except TypeError as error:
        print("TypeError:", error)


asyncio.run(main())
