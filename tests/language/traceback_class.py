# What a traceback shows of a class statement.
class Meta(type):
    def __new__(meta, name, *rest):
        if name == "Refused":
            raise TypeError("refused")
        return super().__new__(meta, name, *rest)


def keep(cls):
    return cls


def first():
    class Body:
        x = 1
        y = x / 0


def second():
    @keep
    @keep
    class Refused(metaclass=Meta):
        "Text."

        def a(self):
            pass

        def b(self):
            pass

        z = 3


import traceback

for f in (first, second):
    try:
        f()
    except Exception:
        traceback.print_exc()
if True:
    class Refused(metaclass=Meta): pass
