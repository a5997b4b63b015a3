"""An event loop from scratch: coroutines by hand with send, a sleep that yields, futures that wake waiters."""

import heapq
import time
import types


@types.coroutine
def switch(request):
    return (yield request)


class Future:
    def __init__(self):
        self.done, self.value, self.waiters = False, None, []

    def __await__(self):
        if not self.done:
            yield ("wait", self)
        return self.value


class Loop:
    def __init__(self):
        self.ready, self.sleeping, self.count = [], [], 0

    def spawn(self, coroutine):
        self.ready.append((coroutine, None))
        return coroutine

    def wake(self, future, value):
        future.done, future.value = True, value
        self.ready += [(waiter, None) for waiter in future.waiters]

    def run(self):
        while self.ready or self.sleeping:
            if not self.ready:
                due, _, coroutine = heapq.heappop(self.sleeping)
                time.sleep(max(0, due - time.monotonic()))
                self.ready.append((coroutine, None))
            coroutine, value = self.ready.pop(0)
            try:
                match coroutine.send(value):
                    case ("sleep", seconds):
                        self.count += 1
                        heapq.heappush(self.sleeping, (time.monotonic() + seconds, self.count, coroutine))
                    case ("wait", future):
                        future.waiters.append(coroutine)
                    case other:
                        raise RuntimeError(f"strange request {other!r}")
            except StopIteration as stop:
                print("finished", coroutine.__name__, stop.value)


loop = Loop()
answer = Future()


async def sleep(seconds):
    return await switch(("sleep", seconds))


async def setter():
    await sleep(0.03)
    print("setting")
    loop.wake(answer, 42)


async def waiter(n):
    print("waiting", n)
    value = await answer
    await sleep(0.01 * n)
    return value + n


for coroutine in (waiter(2), setter(), waiter(1)):
    loop.spawn(coroutine)
loop.run()
c = setter()
print(type(c).__name__, c.cr_running, c.cr_frame is not None, c.__qualname__)
c.close()
try:
    c.send(None)
except RuntimeError as error:
    print(error)
