import time
def f():
    return [lambda: undefined_thing for _ in range(1)][0]()
try:
    f()
except NameError as error:
    saved = error
def g(x, y):
    x.foo.bar(y)(1, 2)[3]
try:
    g(None, 2)
except AttributeError as e:
    e.add_note("noted")
    raise
