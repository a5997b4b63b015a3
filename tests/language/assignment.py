# Targets of every kind, and the order in which things happen.
def say(x):
    print("eval", x)
    return x

class Box:
    def __setattr__(self, name, value):
        print("set", name, value)
        object.__setattr__(self, name, value)
    def __setitem__(self, key, value):
        print("setitem", key, value)
    def __getitem__(self, key):
        print("getitem", key)
        return 10
    def __delitem__(self, key):
        print("delitem", key)
    def __delattr__(self, name):
        print("delattr", name)

box = Box()
box.a = say(1)
box[say("k")] = say("v")
box[say("k")] += say(5)
box.a += say(2)
a = b = c = say([1])
print(a is b is c)
a, b = b, a
(a, b), *rest, c = (1, 2), 3, 4, 5
print(a, b, rest, c)
[x, (y, *z)] = [1, [2, 3, 4]]
print(x, y, z)
*m, = "abc"
print(m)
first, *_, last = range(10)
print(first, last, _)
i = 0
data = [0, 0, 0]
i, data[i] = 1, 9
print(i, data)
del box["q"], box.zz
del a, (b, c)
try:
    print(a)
except NameError as e:
    print(e)

def f():
    x = 1
    del x
    try:
        x
    except UnboundLocalError as e:
        print(e)
    x = 2
    x += 3
    x -= 1
    x *= 2
    x //= 3
    x **= 2
    x <<= 3
    x |= 1
    x ^= 7
    x &= 0xff
    x %= 50
    x >>= 1
    return x
print(f())

def walrus(n):
    total = 0
    while (n := n - 1) > 0:
        total += n
    if (m := total) > 10 and (k := m * 2):
        print(m, k)
    print(n + (n := 5) + n)
    print([y := 1, y ** 2, (z := y + 1)], z)
    return [last := q for q in range(3)], last
print(walrus(6))
x = [1, 2, 3]
x += (4,)
y = x
y += [5]
print(x)
s = "a"
s += "b"
s *= 3
print(s)
n: int = 5
m: "str"
print(n)
for i, (a, b) in enumerate([(1, 2), (3, 4)]):
    print(i, a, b)
for box.i in range(2):
    pass
try:
    a, b = [1]
except ValueError as e:
    print(e)
try:
    a, b = [1, 2, 3]
except ValueError as e:
    print(e)
try:
    a, *b, c = [1]
except ValueError as e:
    print(e)
try:
    a, b = 5
except TypeError as e:
    print(e)
