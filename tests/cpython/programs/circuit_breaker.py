import asyncio
from enum import Enum


class State(Enum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half open"


class Breaker:
    def __init__(self, limit, pause):
        self.limit, self.pause = limit, pause
        self.failures, self.state, self.opened = 0, State.CLOSED, 0.0

    async def call(self, function, *args):
        now = asyncio.get_running_loop().time()
        if self.state is State.OPEN:
            if now - self.opened < self.pause:
                raise RuntimeError("refused while open")
            self.state = State.HALF_OPEN
        try:
            result = await function(*args)
        except OSError:
            self.failures += 1
            if self.failures >= self.limit or self.state is State.HALF_OPEN:
                self.state, self.opened = State.OPEN, asyncio.get_running_loop().time()
            raise
        self.failures, self.state = 0, State.CLOSED
        return result


async def service(works):
    await asyncio.sleep(0.05)
    if not works:
        raise OSError("down")
    return "up"


async def main():
    breaker = Breaker(2, 0.2)
    for works in (False, False, True, True, True):
        try:
            print(await breaker.call(service, works), breaker.state)
        except (OSError, RuntimeError) as error:
            print(error, breaker.state.value)
        await asyncio.sleep(0.1)


asyncio.run(main())
