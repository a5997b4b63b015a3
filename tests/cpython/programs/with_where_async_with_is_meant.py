# What `with` and `async with` say of objects that they cannot use; since 3.14 they see whether the other one was meant.
import asyncio


class Sync:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass


class Async:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        pass


class OnlyEnter:
    def __enter__(self):
        return self

    async def __aenter__(self):
        return self


class OnlyExit:
    def __exit__(self, *error):
        pass

    async def __aexit__(self, *error):
        pass


class AllButEnter(OnlyExit, Async):
    pass


async def main():
    for make in (int, Sync, Async, OnlyEnter, OnlyExit, AllButEnter, asyncio.Lock):
        try:
            with make():
                print(make.__name__, "with")
        except TypeError as error:
            print(error)
        try:
            async with make():
                print(make.__name__, "async with")
        except TypeError as error:
            print(error)


asyncio.run(main())
