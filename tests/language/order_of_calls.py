# What is looked up and computed first in a call, and what a star before a dict of one's own gives.
def arg(n=1):
    print("argument", n)
    return n


class Tells:
    @property
    def method(self):
        print("looked up")
        return lambda *a, **k: print("called", a, k)

    def __getattr__(self, name):
        print("asked for", name)
        if name == "missing":
            raise AttributeError(name)
        return lambda *a: print(name, a)


Tells().method(arg(1), arg(2))
Tells().method(arg(1), key=arg(2))
Tells().method(*[arg(3)])
Tells().anything(arg(4))
for bad in (None, {}, 1, Tells()):
    try:
        bad.missing(arg())
    except AttributeError as e:
        print(e)
import math

try:
    math.missing(arg())
except AttributeError as e:
    print(e)
print([1, 2].index(arg(2)), "a,b".split(sep=chr(arg(44))), math.floor(abs(arg(-3))))


def names(*args, **kwargs):
    print(args, kwargs)


class C:
    def _of(self, *args):
        return args

    def method(self, *rest, **kwargs):
        names(*kwargs)
        names(*rest)
        names(*kwargs, **kwargs)
        names(*rest, **kwargs)
        return self._of(*kwargs)


print(C().method(1, 2, a=3, b=4))


def only(**kwargs):
    names(*kwargs)
    kwargs.pop("a", None)
    return [*kwargs], names(*kwargs)


print(only(a=1, b=2))
