# Generators and comprehensions.
def count(n):
    i = 0
    while i < n:
        got = yield i
        if got: print("got", got); i = got
        i += 1
    return "finished"
g = count(5)
print(next(g), g.send(None), g.send(3))
try: next(g)
except StopIteration as e: print(repr(e.value))
def outer():
    r = yield from count(2)
    print("r", r)
    try: yield "wait"
    except ValueError as e: print("thrown", e); yield "recovered"
    yield from [10, 20]
    yield from (x * x for x in range(3))
o = outer()
print(next(o), next(o), next(o), o.throw(ValueError("boo")), list(o))
print([x * y for x in range(3) for y in range(x) if y], {x: x ** 2 for x in range(3)}, {x % 2 for x in range(5)})
print([[j for j in range(i)] for i in range(3)], [x for x in [y for y in range(3)] if x])
x = "outer"
print([x for x in range(3)], x)
print(sum(x for x in range(10) if x % 2), list(map(lambda q: q + 1, (i for i in range(3)))))
def scoped():
    y = 5
    fs = [lambda: (i, y) for i in range(2)]
    y = 6
    return [f() for f in fs]
print(scoped())
def lazy():
    print("start")
    yield
    print("end")
z = lazy()
print("made"); next(z); print(next(z, "default"))
matrix = [[1, 2], [3, 4]]
print([row[i] for i in range(2) for row in matrix], [*range(3), *"ab"], {**{"a": 1}, "b": 2})
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
print([n for n, _ in zip(fib(), range(10))])
def g2():
    try: yield 1
    except GeneratorExit: print("exit"); raise
    finally: print("fin")
k = g2(); next(k); k.close()
def ret():
    return 5
    yield
try: next(ret())
except StopIteration as e: print(e.value)
def bad():
    raise StopIteration("inside")
    yield
try: next(bad())
except RuntimeError as e: print(e, repr(e.__cause__))
gen = (print("evaluated", v) for v in [1, 2])
next(gen)
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
print(list(It()), [a for a in It()], sum(It()), max(It()), 2 in It())
def two(): yield 1; yield 2
a, b = two(); print(a, b)
first, *rest = two(); print(first, rest)
print(*two(), sep="-")
print({k: v for k, v in zip("ab", two())}, dict(a=1, **{"b": 2}))
print(any(x > 1 for x in two()), all(x > 1 for x in two()), sorted((-x for x in two())))
print([(i, j) for i in range(2) for j in "xy"], [i for i in range(10) if i % 2 if i > 3])
def deleg():
    try: yield from two()
    finally: print("deleg done")
print(list(deleg()))
class Cls:
    items = [1, 2]
    doubled = [i * 2 for i in items]
    gen = list(i for i in items)
print(Cls.doubled, Cls.gen)
