"""A connection pool with a bounded semaphore; connections are reused, and broken ones replaced."""

import asyncio
import itertools
from contextlib import asynccontextmanager


class Connection:
    ids = itertools.count(1)

    def __init__(self):
        self.id = next(self.ids)
        self.uses = 0
        self.closed = False

    async def query(self, sql):
        if self.closed:
            raise ConnectionError("connection is closed")
        self.uses += 1
        await asyncio.sleep(0.02)
        if "DROP" in sql:
            self.closed = True
            raise ConnectionResetError(104, "Connection reset by peer")
        return f"{sql} by {self.id}"


class Pool:
    def __init__(self, size):
        self._limit = asyncio.BoundedSemaphore(size)
        self._idle = []

    @asynccontextmanager
    async def connection(self):
        async with self._limit:
            connection = self._idle.pop() if self._idle else Connection()
            try:
                yield connection
            finally:
                if not connection.closed:
                    self._idle.append(connection)

    def __len__(self):
        return len(self._idle)


async def job(pool, n):
    async with pool.connection() as connection:
        return await connection.query("DROP" if n == 2 else f"SELECT {n}")


async def main():
    pool = Pool(2)
    for result in await asyncio.gather(*(job(pool, n) for n in range(6)), return_exceptions=True):
        match result:
            case ConnectionResetError(errno=code):
                print("reset with", code, "-", result)
            case Exception():
                print("other", result)
            case str(text):
                print(text)
    print("idle", len(pool), pool._limit, sorted(c.uses for c in pool._idle))
    try:
        pool._limit.release()
    except ValueError as error:
        print("error:", error)


asyncio.run(main())
