"""Objects die when nobody holds them: a finalizer, a cycle, del in a thread."""

import gc
import threading


class Resource:
    def __init__(self, name):
        self.name = name
        self.other = None

    def __del__(self):
        print(f"{self.name} is gone ({threading.current_thread().name})")


def use():
    a = Resource("local")
    print("used", a.name)


use()
kept = Resource("kept")
alias = kept
del kept
print("still there:", alias.name)
alias = None
a, b = Resource("cycle-a"), Resource("cycle-b")
a.other, b.other = b, a
del a, b
print("collected", gc.collect() > 0)
t = threading.Thread(target=use, name="worker")
t.start()
t.join()
items = [Resource(f"item {i}") for i in range(3)]
items.pop(1)
items[:] = []
print("end")

