import asyncio


class Device:
    def __init__(self, *answers):
        self.answers = iter(answers)

    async def read(self):
        await asyncio.sleep(0.05)
        return next(self.answers, None)


async def poll(device, limit):
    for attempt in range(1, limit + 1):
        if (answer := await device.read()) == "ready":
            print("ready at attempt", attempt)
            break
        print(f"{attempt=} {answer=}")
    else:
        print("never ready")


async def main():
    await poll(Device("busy", "ready"), 3)
    await poll(Device("busy"), 2)
    print(*[i async for i in numbers() if (half := i // 2)], half_of(9))


async def numbers():
    for i in range(4):
        yield i


def half_of(n, /, *, exact=False):
    return n / 2 if exact else n // 2


asyncio.run(main())
