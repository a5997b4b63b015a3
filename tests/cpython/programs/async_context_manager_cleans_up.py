import asyncio
from contextlib import AsyncExitStack, asynccontextmanager


class Connection:
    def __init__(self, name):
        self.name = name

    async def __aenter__(self):
        await asyncio.sleep(0.1)
        print("connected", self.name)
        return self

    async def __aexit__(self, kind, error, traceback):
        await asyncio.sleep(0.1)
        print("closed", self.name, kind and kind.__name__)
        return kind is KeyError


@asynccontextmanager
async def transaction():
    print("begin")
    try:
        yield "tx"
    except Exception as error:
        print("rollback:", error)
        raise
    else:
        print("commit")


async def main():
    async with Connection("one") as connection, transaction() as tx:
        print(connection.name, tx)
    async with AsyncExitStack() as stack:
        for name in ("two", "three"):
            await stack.enter_async_context(Connection(name))
        raise KeyError("swallowed")
    async with transaction():
        raise ValueError("not swallowed")


asyncio.run(main())
