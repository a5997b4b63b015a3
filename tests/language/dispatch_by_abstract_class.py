# functools: dispatch by abstract classes, methods with arguments given; contextlib: abstract managers.
from collections import abc, OrderedDict, ChainMap
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from functools import partial, partialmethod, singledispatch
import numbers


@singledispatch
def show(x):
    return "object"


@show.register
def _(x: abc.Mapping):
    return "mapping"


@show.register(abc.Sequence)
def _(x):
    return "sequence"


@show.register
def _(x: str):
    return "text"


@show.register
def _(x: numbers.Integral):
    return "whole"


@show.register(bool)
def _(x):
    return "truth"


@show.register
def _(x: abc.Set | float):
    return "set or float"


for value in ({}, OrderedDict(), ChainMap(), [], (), "a", b"a", 1, True, 1.5, {1}, frozenset(), object(), None, range(3)):
    print(show(value), end=" ")
print(show.dispatch(dict)({}), sorted(k.__name__ for k in show.registry))


class Sized:
    def __len__(self):
        return 0

    def __iter__(self):
        return iter(())

    def __contains__(self, x):
        return False


@singledispatch
def pick(x):
    return "base"


pick.register(abc.Sized, lambda x: "sized")
print(pick(Sized()), pick([]))
pick.register(abc.Container, lambda x: "container")
try:
    pick(Sized())
except RuntimeError as e:
    print(str(e)[:18])
pick.register(abc.Collection, lambda x: "collection")
print(pick(Sized()), pick({}))


class Cell:
    def __init__(self):
        self.state = "new"

    def set(self, state, *more, **options):
        self.state = state
        return (state, more, options)

    kill = partialmethod(set, "dead")
    nested = partialmethod(partialmethod(set, 1, x=2), 3, y=4)
    fixed = partialmethod(staticmethod(lambda *a: a), 7)


c = Cell()
print(c.kill(), c.state, c.nested(5, x=6), Cell.kill(c, 9), c.fixed(8), repr(Cell.__dict__["kill"])[:24])
try:
    partialmethod(3)
except TypeError as e:
    print(e)


class Has:
    def __enter__(self): pass
    def __exit__(self, *a): pass


class HasNot:
    def __enter__(self): pass
    __exit__ = None


class Own(AbstractContextManager):
    def __exit__(self, *info):
        print("left", info[0])


print(issubclass(Has, AbstractContextManager), issubclass(HasNot, AbstractContextManager), issubclass(Has, AbstractAsyncContextManager))
with Own() as own:
    print(isinstance(own, AbstractContextManager))
try:
    AbstractContextManager()
except TypeError as e:
    print(e)
