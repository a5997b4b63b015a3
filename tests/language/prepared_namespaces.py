# A class body runs in what `__prepare__` returned.
from collections import ChainMap, UserDict


class Wrong(type):
    def __prepare__(name, bases):
        return [1]


try:
    class A(metaclass=Wrong):
        pass
except TypeError as e:
    print(e)


class Seeded(type):
    @classmethod
    def __prepare__(meta, name, bases, **kw):
        print("prepare", name, bases, kw)
        return {"given": 5}

    def __new__(meta, name, bases, names, **kw):
        print("new", name, sorted(n for n in names if not n.startswith("__")), kw)
        return super().__new__(meta, name, bases, names)

    def __init__(cls, name, bases, names, **kw):
        pass


class B(metaclass=Seeded, option=1):
    other = given + 1
    del given

    def own(self):
        return __class__

    def shown(self):
        return super().__repr__()[:12]


print(B.other, B().own(), hasattr(B, "given"), B().shown())


class Once(dict):
    def __setitem__(self, key, value):
        if key in self and value is not None and not key.startswith("__"):
            raise TypeError(f"{key} twice")
        super().__setitem__(key, value)


class Strict(type):
    @classmethod
    def __prepare__(meta, name, bases):
        return Once()


class C(metaclass=Strict):
    a = 1

    def m(self):
        return self.a


print(C().m(), type(C.__dict__))
try:
    class D(metaclass=Strict):
        def a(self): pass
        def a(self): pass
except TypeError as e:
    print(e)


class Counting(dict):
    def __missing__(self, key):
        if key.startswith("__"):
            raise KeyError(key)
        self[key] = len([k for k in self if not k.startswith("__")])
        return self[key]


class Numbered(type):
    def __prepare__(name, bases):
        return Counting()


class Flavours(metaclass=Numbered):
    banana
    lemon
    mint


print(Flavours.banana, Flavours.mint)


def outer(z):
    class E(metaclass=Strict):
        w = [z for _ in range(2)]
        try:
            undefined
        except NameError as e1:
            print(e1)
        try:
            del nothing
        except NameError as e2:
            print(e2)
        print(sorted(k for k in locals() if k[0] != "_"), type(locals()))

    return E


print(outer(3).w)


class Chained(type):
    @classmethod
    def __prepare__(meta, name, bases):
        return ChainMap({}, {"shared": "from the second map"})

    def __new__(meta, name, bases, names):
        return super().__new__(meta, name, bases, names.maps[0])


class F(metaclass=Chained):
    got = shared.upper()


print(F.got, hasattr(F, "shared"))


class Loud(UserDict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)


class Told(type):
    @classmethod
    def __prepare__(meta, name, bases):
        return Loud()


try:
    class G(metaclass=Told):
        x = 1

        def f(self):
            return super().f()
except TypeError as e:
    print(e)


class Names(type):
    def __new__(meta, name, bases, names):
        print(name, list(names))
        return super().__new__(meta, name, bases, names)


class H(metaclass=Names):
    "Text."
    x: int = 1

    def __init__(self):
        self.b = 1

    def change(self):
        self.a, self.b = 1, 2
        self.c += 1
