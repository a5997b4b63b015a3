"""Registries that hold nothing alive: weakref in concurrent code."""
import asyncio
import gc
import threading
import weakref


class Session:
    live = weakref.WeakSet()

    def __init__(self, name):
        self.name = name
        Session.live.add(self)

    def __repr__(self):
        return f"Session({self.name!r})"


class Cache:
    def __init__(self):
        self._data = weakref.WeakValueDictionary()
        self._lock = threading.Lock()

    def get(self, key):
        with self._lock:
            value = self._data.get(key)
            if value is None:
                value = self._data[key] = Session(key)
                print("made", key)
            return value


def goodbye(name):
    print("finalized", name)


cache = Cache()
one = cache.get("one")
again = cache.get("one")
print(one is again, len(Session.live))
f = weakref.finalize(one, goodbye, "one")
print("alive", f.alive)
r = weakref.ref(one, lambda ref: print("callback", ref() is None))
print(r() is one)
del one, again
gc.collect()
print(len(Session.live), r(), f.alive, len(cache._data))


async def job(n):
    await asyncio.sleep(0.01 * n)
    return n


async def main():
    tasks = weakref.WeakSet()
    kept = [asyncio.create_task(job(i)) for i in range(3)]
    for t in kept:
        tasks.add(t)
    print("tasks", len(tasks))
    print(await asyncio.gather(*kept))
    del t
    kept.clear()
    await asyncio.sleep(0)
    print("tasks", len(tasks))


asyncio.run(main())
p = weakref.proxy(cache)
print(type(p).__name__, p.get("two").name)
d = weakref.WeakKeyDictionary()
key = Session("k")
d[key] = 1
print(len(d), key in d)
del key
print(len(d))


class Button:
    def click(self):
        return "clicked"


b = Button()
m = weakref.WeakMethod(b.click)
print(m()())
del b
print(m())
last = Session("last")
weakref.finalize(last, goodbye, "last, at exit")
