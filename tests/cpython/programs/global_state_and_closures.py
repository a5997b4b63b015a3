"""Closures in loops, nonlocal counters, default arguments that remember, late binding in threads."""

import threading
import time

log = []


def make_counter():
    count = 0

    def increment(by=1, /, *, twice=False):
        nonlocal count
        count += by * (2 if twice else 1)
        return count

    increment.reset = lambda: None
    return increment


def remember(item, memory=[]):
    memory.append(item)
    return len(memory)


late = [threading.Timer(0.03 * (i + 1), lambda: log.append(i)) for i in range(3)]
early = [threading.Timer(0.03 * (i + 1) + 0.015, lambda i=i: log.append(-i)) for i in range(3)]
for timer in late + early:
    timer.start()
for timer in late + early:
    timer.join()
print(log)
counter = make_counter()
print(counter(), counter(5), counter(1, twice=True), counter.__name__, make_counter()(), remember("a"), remember("b"), remember.__defaults__)
for bad in (lambda: counter(by=1), lambda: counter(1, 2), lambda: remember(), lambda: remember("x", list=[]), lambda: print(undefined), lambda: (lambda: x_later)()):
    try:
        bad()
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


def scope():
    try:
        print(value)
    except UnboundLocalError as error:
        print(error)
    value = 1
    del value
    try:
        value
    except NameError as error:
        print(type(error).__name__)
    [value := n for n in range(3)]
    return value, [v for v in "ab"], {k: v for k, v in zip("ab", range(2))}, (lambda *a, **k: (a, k))(1, b=2)


print(scope(), counter.__closure__[0].cell_contents, (lambda: 0).__name__, scope.__qualname__)
first, *middle, last = range(5)
(a, b), c = (1, 2), 3
x = y = []
x += [1]
print(first, middle, last, a, b, c, y, [*"ab", *range(2)], {**{"k": 1}, "l": 2}, 1 < 2 < 3, not (1 == 1.0 and True) or None)
