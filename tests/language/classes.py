# Classes: bodies, inheritance, super, properties, special methods.
class Base:
    """Doc."""
    kind = "base"
    def __init__(self, name):
        self.name = name
    def hello(self):
        return f"{self.kind} {self.name}"
    @property
    def upper(self):
        return self.name.upper()
    @upper.setter
    def upper(self, value):
        self.name = value.lower()
    @staticmethod
    def st(x): return x * 2
    @classmethod
    def make(cls, *a): return cls(*a)
class Child(Base):
    kind = "child"
    def __init__(self, name, age):
        super().__init__(name)
        self.age = age
    def hello(self):
        return super().hello() + f" {self.age}"
    def lam(self):
        return (lambda: super(Child, self).hello())()
    def cls(self):
        return __class__.__name__
    def comp(self):
        return [super(Child, self).hello() for _ in range(1)]
b, c = Base("b"), Child("c", 3)
print(b.hello(), c.hello(), c.lam(), c.cls(), c.comp())
print(c.upper, Child.make("x", 1).hello(), Base.st(4))
c.upper = "ABC"
print(c.name, Base.__doc__, Child.__mro__[1].__name__, Child.__qualname__)
class A:
    def f(self): return "A" 
class B(A):
    def f(self): return "B" + super().f()
class C(A):
    def f(self): return "C" + super().f()
class D(B, C):
    def f(self): return "D" + super().f()
print(D().f(), [k.__name__ for k in D.__mro__])
class Private:
    __secret = 1
    def __init__(self):
        self.__x = 2
        self._y = 3
        self.__dunder__ = 4
    def get(self, __arg=5): return self.__x, self.__secret, __arg
    def name(self):
        __local = 7
        return __local
print(Private().get(), sorted(Private().__dict__), Private().name())
class Scope:
    x = 1
    y = x + 1
    z = [x for x in range(3)]
    w = [y for _ in range(2)] if False else None
    if x:
        extra = "yes"
    for i in range(2):
        pass
    del x
    def m(self): return y_global
y_global = "g"
print(Scope.y, Scope.z, Scope.extra, Scope.i, hasattr(Scope, "x"), Scope().m())
x = "global"
def func():
    x = "func"
    class K:
        print(x)
        x = "class"
        print(x)
        def m(self): return x
        inner = [x for _ in range(1)]
    return K().m(), K.inner
print(func())
class Num:
    def __init__(self, v): self.v = v
    def __add__(self, o): return Num(self.v + getattr(o, "v", o))
    def __radd__(self, o): return Num(o + self.v)
    def __iadd__(self, o): self.v += 100; return self
    def __eq__(self, o): return isinstance(o, Num) and self.v == o.v
    def __hash__(self): return hash(self.v)
    def __repr__(self): return f"Num({self.v})"
    def __neg__(self): return Num(-self.v)
    def __getitem__(self, k): return k
    def __len__(self): return self.v
    def __call__(self, *a, **k): return a, k
    def __contains__(self, x): return x == self.v
    def __iter__(self): return iter(range(self.v))
    def __enter__(self): return self
    def __exit__(self, *a): print("exit", a[0]); return True
n = Num(3)
print(n + 1, 1 + n, -n, n[1:2, ...], n[5], len(n), n(1, k=2), 3 in n, list(n), n == Num(3), {n: 1}[Num(3)])
n += 1
print(n)
with n as m:
    raise ValueError("swallowed")
class Ann:
    a: int
    b: str = "x"
    c: "list[int]" = None
    d: list[int] = None
print(list(Ann.__annotations__), Ann.__annotations__["a"], Ann.__annotations__["c"])
class Gen[T]:
    def get(self, x: T) -> T: return x
def first[T](items: list[T]) -> T: return items[0]
type Alias = int
print(Gen().get(1), first([5]))
try:
    Child("a")
except TypeError as e:
    print(e)
try:
    b.nothing
except AttributeError as e:
    print(e)
def make():
    class Local:
        def who(self): return type(self).__qualname__, Local.__name__
    return Local
print(make()().who())
