"""A client that sends at most three requests per tenth of a second, with a sliding window."""

import asyncio
import time
from collections import deque


class RateLimiter:
    def __init__(self, rate: int, per: float):
        self.rate, self.per = rate, per
        self.calls = deque()
        self.lock = asyncio.Lock()

    async def __aenter__(self):
        async with self.lock:
            now = time.monotonic()
            while self.calls and now - self.calls[0] >= self.per:
                self.calls.popleft()
            if len(self.calls) >= self.rate:
                await asyncio.sleep(self.per - (now - self.calls[0]))
                self.calls.popleft()
            self.calls.append(time.monotonic())
        return self

    async def __aexit__(self, *exc_info):
        return False


async def request(limiter, n, start):
    async with limiter:
        print(f"request {n} sent at {time.monotonic() - start:.1f}")
        await asyncio.sleep(0.01)
    return n * n


async def main():
    limiter = RateLimiter(3, 0.1)
    start = time.monotonic()
    results = await asyncio.gather(*(request(limiter, n, start) for n in range(8)))
    print(results, f"{time.monotonic() - start:.1f}")


asyncio.run(main())
