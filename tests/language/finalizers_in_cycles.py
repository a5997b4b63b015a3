# Garbage with finalizers goes in the collection that finds it, unless it is brought back to life.
import gc
import weakref


class Circle:
    def __init__(self, name):
        self.me = self
        self.name = name

    def __del__(self):
        print("finalized", self.name)


circle = Circle("in a cycle")
seen = weakref.ref(circle)
del circle
print(seen() is None)
gc.collect()
print(seen() is None)
kept = []


class Phoenix(Circle):
    def __del__(self):
        print("back to life", self.name)
        kept.append(self)


phoenix = Phoenix("once")
seen = weakref.ref(phoenix)
del phoenix
gc.collect()
print(kept[0].name, gc.collect() >= 0)
kept.clear()
gc.collect()
print(seen() is None, kept)
