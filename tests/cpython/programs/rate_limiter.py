# At most two calls in a window of 0.2 s.
import asyncio
from collections import deque


class RateLimiter:
    def __init__(self, calls, period):
        self.calls, self.period = calls, period
        self.times = deque()

    async def __aenter__(self):
        loop = asyncio.get_running_loop()
        while True:
            while self.times and loop.time() - self.times[0] >= self.period:
                self.times.popleft()
            if len(self.times) < self.calls:
                break
            await asyncio.sleep(self.period - (loop.time() - self.times[0]))
        self.times.append(loop.time())

    async def __aexit__(self, *exc_info):
        return None


async def call(number, limiter):
    async with limiter:
        print("call", number)


async def main():
    limiter = RateLimiter(2, 0.2)
    for number in range(6):
        await call(number, limiter)


asyncio.run(main())
