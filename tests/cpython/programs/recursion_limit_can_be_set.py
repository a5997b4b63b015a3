"""Too deep: RecursionError in threads, tasks and reprs."""
import asyncio
import sys
import threading


def down(n):
    return down(n + 1)


def depth(n=0):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


try:
    down(0)
except RecursionError as e:
    print(e)
print(sys.getrecursionlimit())
sys.setrecursionlimit(200)
try:
    down(0)
except RecursionError as e:
    print(type(e).__name__, e, e.__traceback__ is not None)
print(100 < depth() < 200)
try:
    sys.setrecursionlimit(0)
except ValueError as e:
    print(e)
results = []
t = threading.Thread(target=lambda: results.append(depth()))
t.start()
t.join()
print(150 < results[0] < 200)
x = []
x.append(x)
d = {"self": None}
d["self"] = d
print(x, d)


async def deep(n):
    if n == 0:
        return "bottom"
    return await deep(n - 1)


print(asyncio.run(deep(50)))


class Loop:
    def __getattr__(self, name):
        return getattr(self, name + "x")


try:
    Loop().a
except RecursionError as e:
    print(str(e)[:32])


class R:
    def __repr__(self):
        return f"R({self!r})"


try:
    repr(R())
except RecursionError as e:
    print(str(e)[:32])
threading.Thread(target=down, args=(0,), name="deep").start()
