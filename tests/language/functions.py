# Parameters, calls, closures, decorators.
def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw
print(f(1, d=4))
print(f(1, 2, 3, 4, 5, d=6, e=7, x=8))
print(f(*[1, 2], **{"d": 3, "z": 4}))
print(f(1, *(2,), 3, *[4, 5], d=1, **{"q": 2}, r=3))
def g(*, a=1, b): return a, b
print(g(b=2))
def h(a=[]):
    a.append(1)
    return a
h()
print(h())
def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    def get(): return n
    return inc, get
inc, get = counter()
inc(); inc(5)
print(get())
fs = [lambda: i for i in range(3)]
print([k() for k in fs])
fs = [lambda i=i: i for i in range(3)]
print([k() for k in fs])
def outer():
    def middle():
        def inner():
            return x
        return inner
    x = "late"
    return middle()()
print(outer())
glob = 1
def setg():
    global glob, new
    glob += 1
    new = "made"
setg()
print(glob, new)
def deco(n):
    print("make", n)
    def wrap(fn):
        print("wrap", n, fn.__name__)
        def inner(*a, **k):
            return n, fn(*a, **k)
        inner.__name__ = fn.__name__
        return inner
    return wrap
@deco(1)
@deco(2)
def decorated(x, *, y=0):
    "doc"
    return x + y
print(decorated(1, y=2))
def fact(n): return 1 if n < 2 else n * fact(n - 1)
print(fact(30))
print((lambda *a, **k: (a, k))(1, 2, z=3))
print(f.__name__, outer.__qualname__, decorated.__doc__, deco(3)(fact).__qualname__)
def unbound():
    if False:
        y = 1
    def inner():
        return y
    try:
        inner()
    except NameError as e:
        print(type(e).__name__, e)
    try:
        print(y)
    except UnboundLocalError as e:
        print(e)
unbound()
class C:
    x = 1
    def m(self): return [self.x for _ in range(2)]
    y = [x for x in range(3)]
print(C().m(), C.y)
for call in ("f()", "f(1)", "f(1, 2, 3, b=4, d=5)", "g(1)", "h(1, 2)", "h(x=1)", "h(1, a=2)", "f(1, d=1, **{'d': 2})", "print(*5)", "h(**3)", "h(*5, 2)"):
    try:
        {"f()": lambda: f(), "f(1)": lambda: f(1), "f(1, 2, 3, b=4, d=5)": lambda: f(1, 2, 3, b=4, d=5),
         "g(1)": lambda: g(1), "h(1, 2)": lambda: h(1, 2), "h(x=1)": lambda: h(x=1), "h(1, a=2)": lambda: h(1, a=2),
         "f(1, d=1, **{'d': 2})": lambda: f(1, d=1, **{'d': 2}), "print(*5)": lambda: print(*5), "h(**3)": lambda: h(**3),
         "h(*5, 2)": lambda: h(*5, 2)}[call]()
    except TypeError as e:
        print(call, "->", e)
def annotated(a: int, b: "str" = "x", *args: float, c: list = None, **kw: dict) -> bool:
    return True
print(sorted(annotated.__annotations__))
def defaults_once(a=print("default"), *, b=print("kwdefault")): pass
print(defaults_once.__defaults__)
