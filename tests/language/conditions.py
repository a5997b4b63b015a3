# Conditions, comparisons and what they evaluate.
class T:
    def __init__(self, name, truth):
        self.name, self.truth = name, truth
    def __bool__(self):
        print("bool", self.name)
        return self.truth
    def __repr__(self):
        return self.name
    def __lt__(self, other):
        print(self.name, "<", other)
        return T(f"({self.name}<{other})", self.truth)

t, f = T("t", True), T("f", False)
print(t and f)
print(f and t)
print(t or f)
print(f or t or f)
print(not t, not f)
print(t and f or t)
if t and not f:
    print("then")
if not (t or f):
    print("no")
else:
    print("else")
if f:
    pass
elif f or t:
    print("elif")
print(t < f < t)
print(f < t < f)
print(1 < 2 < 3, 1 < 3 < 2, 3 < 1 < 2)
if 1 < 2 < 3 != 4:
    print("chain")
x = 5
print("big" if x > 3 else "small", 1 if f else 2)
print(x is None, x is not None, None is None)
print(3 in [1, 2, 3], 3 not in (1, 2), "b" in "abc")
while x:
    x -= 1
    if x == 3:
        continue
    if x == 1:
        break
else:
    print("never")
print(x)
for i in range(3):
    if i == 5:
        break
else:
    print("no break")
i = 0
while i < 3:
    i += 1
else:
    print("done", i)
n = 0
while True:
    n += 1
    if n > 4: break
print(n)
def g(a):
    return a if a else (b := 3) and b
print(g(0), g(1))
print(0 or "" or [] or {} or None or 0.0)
print(1 and "x" and [1])
assert x, "fine"
try:
    assert 1 > 2, f"no {x}"
except AssertionError as e:
    print(repr(e))
try:
    assert None
except AssertionError as e:
    print(repr(e))
nan = float("nan")
print(nan < 1, not nan < 1, nan == nan)
while not nan < 1:
    print("nan")
    break
if nan >= 1 or 2 > 1:
    print("or")
