import asyncio

async def f():
    pass

class Box:
    pass

class Slotted:
    __slots__ = ("c",)

def g():
    return 3

async def const():
    x = f()
    x = 1
    y = 2
    return y

async def none():
    x = f()
    x = None
    y = 2
    return y

async def copy():
    y = 5
    x = f()
    x = y
    z = 2
    return z

async def arith():
    y = 5
    x = f()
    x = y + 1
    z = 2
    return z

async def native():
    x = f()
    x = len("abc")
    z = 2
    return z

async def python():
    x = f()
    x = g()
    z = 2
    return z

async def again():
    x = f()
    x = f()
    x = f()
    z = 2
    await x

async def loop():
    for i in range(2):
        c = f()
    z = 1
    return z

async def target():
    i = f()
    for i in (1, 2):
        z = i
    return z

async def unpack():
    a = f()
    b = 1
    a, b = b, 2
    z = 2
    return z

async def starred():
    a = f()
    a, *b = [1, 2, 3]
    z = 2
    return z

async def attribute():
    box = Box()
    box.c = f()
    box.c = 1
    z = 2
    return z

async def slot():
    box = Slotted()
    box.c = f()
    box.c = 1
    z = 2
    return z

async def delattribute():
    box = Box()
    box.c = f()
    del box.c
    z = 2
    return z

async def item():
    d = {"a": f()}
    d["a"] = 1
    z = 2
    return z

async def delitem():
    d = {"a": f()}
    del d["a"]
    z = 2
    return z

async def listitem():
    d = [f()]
    d[0] = 1
    z = 2
    return z

async def dellist():
    d = [f()]
    del d[0]
    z = 2
    return z

async def sliced():
    d = [f(), f()]
    d[:] = []
    z = 2
    return z

async def container():
    d = [f()]
    d = 1
    z = 2
    return z

async def walrus():
    d = f()
    e = (d := 1) + 1
    z = 2
    return z

async def compare():
    d = f()
    e = 3
    d = e < 4
    z = 2
    return z

async def nots():
    d = f()
    e = 3
    d = not e
    z = 2
    return z

async def ands():
    d = f()
    e = 3
    d = e and 4
    z = 2
    return z

async def cell():
    d = f()
    d = 1
    z = 2
    def inner():
        return d
    return z

async def lists():
    d = f()
    d = [1,
         2]
    z = 2
    return z

async def formatted():
    d = f()
    e = 3
    d = f"{e}"
    z = 2
    return z

async def sub():
    d = f()
    e = [1]
    d = e[0]
    z = 2
    return z

async def attr():
    d = f()
    e = Box
    d = e.__name__
    z = 2
    return z

async def ifexp():
    d = f()
    e = 3
    if e:
        d = 1
    else:
        d = 2
    z = 2
    return z

async def comp():
    d = f()
    d = [x for x in (1, 2)]
    z = 2
    return z

async def lam():
    d = f()
    d = lambda: 1
    z = 2
    return z

async def glob():
    global G
    G = f()
    G = 1
    z = 2
    return z

async def aug():
    box = Box()
    box.l = [f()]
    box.l *= 0
    z = 2
    return z

async def excepted():
    d = f()
    try:
        1 / 0
    except ZeroDivisionError as d:
        z = 3
    y = 3
    return z

async def imported():
    d = f()
    import math as d
    z = 2
    return z

async def main():
    for case in (const, none, copy, arith, native, python, again, loop, target, unpack, starred, attribute, slot, delattribute, item,
                 delitem, listitem, dellist, sliced, container, walrus, compare, nots, ands, cell, lists, formatted, sub, attr, ifexp, comp, lam, glob, aug, excepted, imported):
        print(case.__name__, flush=True)
        await case()

import sys
import warnings
def show(message, category, filename, lineno, file=None, line=None):
    print(lineno, message, flush=True)
warnings.showwarning = show
warnings.simplefilter("always")
asyncio.run(main())
x = f()
x = 1
y = 2
print(y)
