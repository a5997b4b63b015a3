"""A scheduler of plain generators, as asyncio began: yield to let others run, yield from to wait."""

from collections import deque


class Scheduler:
    def __init__(self):
        self.ready = deque()
        self.results = {}

    def spawn(self, name, generator):
        self.ready.append((name, generator, None))

    def run(self):
        while self.ready:
            name, generator, value = self.ready.popleft()
            try:
                wanted = generator.send(value)
            except StopIteration as stop:
                self.results[name] = stop.value
                continue
            except Exception as error:
                self.results[name] = error
                continue
            if callable(wanted):
                wanted = wanted()
            self.ready.append((name, generator, wanted))


def countdown(name, n):
    while n:
        print(f"{name}: {n}")
        yield
        n -= 1
    return f"{name} is done"


def nested():
    first = yield from countdown("inner", 2)
    got = yield lambda: first.upper()
    return got, (yield from [1, 2])


def broken():
    yield
    raise ZeroDivisionError("no way")


scheduler = Scheduler()
scheduler.spawn("a", countdown("a", 3))
scheduler.spawn("b", nested())
scheduler.spawn("c", broken())
scheduler.run()
for name, result in scheduler.results.items():
    print(name, repr(result))
g = countdown("closed", 5)
next(g)
g.close()
print(next(g, "over"), g.gi_frame, g.gi_running)
try:
    g.throw(ValueError("late"))
except ValueError as error:
    print("thrown through:", error)
