def say(x):
    print("say", x)
    return x

class A:
    def __init__(self):
        self.own = lambda x: print("own", x)
    def m(self, *args, **kw):
        print("m", args, kw)
        return self
    @property
    def p(self):
        print("property")
        return self.m
    def __getattr__(self, name):
        print("getattr", name)
        if name.startswith("x"):
            raise AttributeError(name)
        return self.m

a = A()
for case in (
    lambda: a.m(say(1), k=say(2)),
    lambda: a.own(say(1)),
    lambda: a.p(say(1)),
    lambda: a.other(say(1)),
    lambda: a.xother(say(1)),
    lambda: "abc".missing(say(1)),
    lambda: [].append(say(1)),
    lambda: None.foo(say(1)),
    lambda: (3).foo(say(1), b=say(2)),
    lambda: A.m(a, say(3)),
    lambda: A.q(a, say(3)),
    lambda: a.m(say(1)).m(say(2)).p(say(3)),
    lambda: a.p(*[say(1)]),
    lambda: a.m(len([a.m(say(1)), a.p(say(2))])),
):
    try:
        case()
    except AttributeError as e:
        print("AttributeError", e)
import math
print(math.floor(float(say(3))))
try:
    math.flor(say(3))
except AttributeError as e:
    print(e)
class B:
    pass
b = B()
def swap():
    b.f = lambda x: print("new", x)
    return 1
b.f = lambda x: print("old", x)
b.f(swap())
b.f(swap())
def boom():
    items = [1]
    return items.push(
        say(2),
    )
boom()
