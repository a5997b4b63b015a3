"""Plugins that register themselves: __init_subclass__, __subclasses__, abstract methods, run in threads."""

import abc
import threading
from concurrent.futures import ThreadPoolExecutor


class Plugin(abc.ABC):
    registry: dict[str, type["Plugin"]] = {}

    def __init_subclass__(cls, /, name=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.name = name or cls.__name__.lower()
        Plugin.registry[cls.name] = cls

    @abc.abstractmethod
    def run(self, text): ...

    @property
    @abc.abstractmethod
    def cost(self): ...

    @classmethod
    def create(cls, name, *args):
        return cls.registry[name](*args)


class Upper(Plugin):
    cost = 1

    def run(self, text):
        return text.upper()


class Repeat(Plugin, name="times"):
    cost = property(lambda self: self.n)

    def __init__(self, n=2):
        self.n = n

    def run(self, text):
        return text * self.n


class Broken(Plugin):
    pass


print(Plugin.registry.keys(), [c.__name__ for c in Plugin.__subclasses__()])
with ThreadPoolExecutor(2) as pool:
    plugins = [Plugin.create("upper"), Plugin.create("times", 3)]
    print([f.result() for f in [pool.submit(p.run, "ab") for p in plugins]], [p.cost for p in plugins])
for make in (Plugin, Broken):
    try:
        make()
    except TypeError as error:
        print(error)
print(isinstance(plugins[0], Plugin), isinstance("x", Plugin), issubclass(Repeat, Plugin), Plugin.__abstractmethods__ == {"run", "cost"})
Plugin.register(int)
print(isinstance(3, Plugin), issubclass(bool, Plugin), type(Plugin), Upper.__mro__[1:3])
