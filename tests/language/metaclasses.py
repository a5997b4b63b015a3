class Meta(type):
    def __new__(mcs, name, bases, ns, **kw):
        print("meta", name, kw, [k for k in ns if not k.startswith("__")])
        return super().__new__(mcs, name, bases, ns)
class WithMeta(metaclass=Meta, option=1):
    a = 1
    def f(self): pass
class Sub(WithMeta):
    def __init_subclass__(cls, **kw): print("init_subclass", cls.__name__, kw)
class SubSub(Sub, q=2): pass
print(type(WithMeta).__name__)
