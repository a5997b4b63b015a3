"""Caches: lru_cache in threads, a cached property, and singledispatch on messages."""

import functools
import threading
import time


@functools.lru_cache(maxsize=2)
def slow_square(n):
    time.sleep(0.01)
    return n * n


class Config:
    loads = 0

    @functools.cached_property
    def settings(self):
        Config.loads += 1
        return {"debug": True}

    @functools.singledispatchmethod
    def show(self, value):
        return f"something {value!r}"

    @show.register
    def _(self, value: int):
        return f"integer {value}"

    @show.register(list)
    def _(self, value):
        return f"list of {len(value)}"


@functools.singledispatch
def handle(message):
    raise NotImplementedError(f"cannot handle {type(message).__name__}")


@handle.register
def _(message: str):
    return message.upper()


@handle.register(int)
@handle.register(float)
def _(message):
    return -message


@functools.total_ordering
class Version:
    def __init__(self, text):
        self.parts = tuple(map(int, text.split(".")))

    def __eq__(self, other):
        return self.parts == other.parts

    def __lt__(self, other):
        return self.parts < other.parts

    def __repr__(self):
        return "v" + ".".join(map(str, self.parts))


for n in (3, 3, 4, 5, 3):
    slow_square(n)
print(slow_square.cache_info(), slow_square.cache_parameters())
slow_square.cache_clear()
threads = [threading.Thread(target=slow_square, args=(7,)) for _ in range(3)]
for t in threads:
    t.start()
    t.join()
print(slow_square.cache_info().misses)
config = Config()
print(config.settings, config.settings, Config.loads, config.__dict__)
print(config.show(3), config.show([1, 2]), config.show("x"), config.show(True))
print(handle("hi"), handle(3), handle(2.5), handle.dispatch(bool) is handle.dispatch(int))
try:
    handle(b"bytes")
except NotImplementedError as error:
    print(error)
print(sorted([Version("1.10"), Version("1.9"), Version("2.0")]), Version("1.0") >= Version("0.9"))
compose = functools.reduce(lambda f, g: lambda x: g(f(x)), [str, len, functools.partial(pow, 2)])
print(compose(12345), functools.partial(print, "a", sep="-"))
print(functools.reduce(lambda a, b: a * b, range(1, 6), 1))
