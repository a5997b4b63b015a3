x = 1
def a():
    def b():
        def c():
            nonlocal y
            y = 3
            global x
            x = 4
        c()
    y = 2
    b()
    return y
print(a(), x)
def shadow():
    print = lambda *a: None
    print("hidden")
shadow()
def loop_closure():
    fs = []
    for i in range(3):
        def f(i=i): return i
        fs.append(f)
        fs.append(lambda: i)
    return [f() for f in fs]
print(loop_closure())
def comp_cells():
    return [f() for f in [(lambda: (i, j)) for i in range(2) for j in range(2)]]
print(comp_cells())
def genexp_cell():
    n = 3
    g = (n * i for i in range(3))
    n = 5
    return list(g)
print(genexp_cell())
def walrus_in_comp():
    hits = [y for x in range(5) if (y := x * 2) > 3]
    return hits, y
print(walrus_in_comp())
def nested_walrus():
    [[z := i + j for j in range(2)] for i in range(2)]
    return z
print(nested_walrus())
def param_cell(a, *args, b=2, **kw):
    def show(): return a, args, b, kw
    a += 1
    return show()
print(param_cell(1, 2, c=3))
def delete_cell():
    v = 1
    def get(): return v
    del v
    try: get()
    except NameError as e: return str(e)
print(delete_cell())
class K:
    a = 1
    b = [a for _ in range(1)] if False else 0
    c = (lambda: K.a)
print(K.c())
def recursive():
    def go(n): return n and n + go(n - 1)
    return go(4)
print(recursive())
def counter():
    c = 0
    while True:
        c += 1
        yield lambda: c
print([f() for f, _ in zip(counter(), range(3))])
def except_cell():
    try: raise ValueError("v")
    except ValueError as e:
        f = lambda: str(e)
        return f()
print(except_cell())
def import_local():
    import time as t
    def f(): return t is not None
    return f()
print(import_local())
try: undefined
except NameError as e: print(e)
def global_from_nested():
    global made
    class made: pass
    return made
print(global_from_nested().__qualname__)
lst = [10]
print([lst[0] for lst in [[1], [2]]], lst)
def inner_class(v):
    class In:
        val = v
        def get(self): return v, self.val
    v += 1
    return In().get()
print(inner_class(1))
try:
    [undefined_inner for _ in range(1)]
except NameError as e: print(e)
print((lambda x, y=x: x + y)(10))
def many(): return [x for x in range(3)] + [x for x in range(2)], {x: [x for x in range(x)] for x in range(3)}
print(many())
