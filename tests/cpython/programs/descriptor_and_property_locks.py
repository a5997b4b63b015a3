"""Attributes that are guarded: a descriptor with a lock, a property with a setter, slots, operators."""

import threading
import time


class Guarded:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        with instance.lock:
            return getattr(instance, self.name, 0)

    def __set__(self, instance, value):
        if value < 0:
            raise ValueError(f"{self.name[1:]} must not be negative, not {value}")
        with instance.lock:
            setattr(instance, self.name, value)


class Counter:
    value = Guarded()
    __slots__ = ("lock", "_value", "__weakref__")

    def __init__(self, value=0):
        self.lock = threading.RLock()
        self.value = value

    def __iadd__(self, n):
        with self.lock:
            now = self.value
            time.sleep(0.002)
            self.value = now + n
        return self

    def __add__(self, other):
        return Counter(self.value + getattr(other, "value", other)) if isinstance(other, (Counter, int)) else NotImplemented

    __radd__ = __add__

    def __eq__(self, other):
        return isinstance(other, Counter) and self.value == other.value

    def __hash__(self):
        return hash(self.value)

    def __repr__(self):
        return f"{type(self).__name__}({self.value})"

    def __bool__(self):
        return self.value > 0

    def __len__(self):
        return self.value

    def __getitem__(self, key):
        return range(self.value)[key]

    def __call__(self, *args, **kwargs):
        return args, kwargs

    def __contains__(self, n):
        return n < self.value


shared = Counter()


def add():
    global shared
    for _ in range(3):
        shared += 1


threads = [threading.Thread(target=add) for _ in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(shared, bool(Counter()), shared + 1, 1 + shared, sum([Counter(1), Counter(2)]), len(shared), shared[2:4], shared[-1], list(shared)[:2])
print(shared == Counter(9), shared != Counter(1), {shared: "x"}[Counter(9)], 3 in shared, 20 in shared, shared(1, *[2], a=3, **{"b": 4}))
for attempt in (lambda: setattr(shared, "value", -1), lambda: shared + "x", lambda: setattr(shared, "extra", 1), lambda: Counter.value.missing, lambda: shared < 3):
    try:
        attempt()
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
