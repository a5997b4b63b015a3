import asyncio
import abc


class Worker(abc.ABC):
    registry = {}

    def __init_subclass__(cls, /, kind, **kwargs):
        super().__init_subclass__(**kwargs)
        Worker.registry[kind] = cls

    @property
    def label(self):
        return f"{type(self).__name__}@{id(type(self)) == id(self.__class__)}"

    @abc.abstractmethod
    async def work(self):
        await asyncio.sleep(0.05)


class Fast(Worker, kind="fast"):
    async def work(self):
        await super().work()
        return "fast work"


class Lazy(Worker, kind="lazy"):
    pass


async def main():
    print(sorted(Worker.registry))
    fast = Worker.registry["fast"]()
    print(fast.label, await fast.work())
    for kind in (Worker, Lazy):
        try:
            kind()
        except TypeError as error:
            print("TypeError:", error)


asyncio.run(main())
