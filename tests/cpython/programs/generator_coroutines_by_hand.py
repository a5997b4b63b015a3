# An event loop in fifteen lines: coroutines are driven by send().
import heapq
import time
import types


@types.coroutine
def sleep(seconds):
    yield seconds


async def count(name, seconds):
    for n in range(3):
        await sleep(seconds)
        print(name, n)
    return name


def run(*coroutines):
    start = time.monotonic()
    ready = [(0, order, coroutine) for order, coroutine in enumerate(coroutines)]
    while ready:
        when, order, coroutine = heapq.heappop(ready)
        time.sleep(max(0, start + when - time.monotonic()))
        try:
            heapq.heappush(ready, (when + coroutine.send(None), order, coroutine))
        except StopIteration as stop:
            print("finished", stop.value)


run(count("fast", 0.1), count("slow", 0.25))
