import asyncio


def make_counter():
    count = 0

    async def increment(by=1, *, delay=0.05):
        nonlocal count
        await asyncio.sleep(delay)
        count += by
        return count

    return increment


class Meter:
    instances = 0

    def __init__(self):
        type(self).instances += 1

    def __call__(self, value):
        print("meter", self.instances, value)

    def __del__(self):
        print("meter gone")


async def main():
    increment = make_counter()
    print(await asyncio.gather(increment(), increment(5), increment(delay=0.1)))
    meter = Meter()
    meter(await increment(by=10))
    del meter
    callbacks = [lambda n=n: n * n for n in range(3)]
    late = [lambda: n for n in range(3)]
    print([callback() for callback in callbacks], [callback() for callback in late])


asyncio.run(main())
