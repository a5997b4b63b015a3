class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
def m(v):
    match v:
        case 0: return "zero"
        case 1 | 2 | 3: return "small"
        case -5: return "minus five"
        case "a" | b"b": return "text"
        case None: return "none"
        case True: return "true"
        case 2.5: return "float"
        case []: return "empty"
        case [x]: return f"one {x}"
        case [1, *rest]: return f"one and {rest}"
        case [x, y] if x == y: return f"same {x}"
        case (x, (y, z)): return f"nested {x} {y} {z}"
        case [first, *_, last]: return f"{first}..{last}"
        case {"type": "p", "x": x, **rest}: return f"p {x} {rest}"
        case {"k": [a, b] as pair}: return f"{a} {b} {pair}"
        case {}: return "dict"
        case P(0, y): return f"P0 {y}"
        case P(x=1, y=yy): return f"P1 {yy}"
        case P(x, P(a, b)): return f"PP {x} {a} {b}"
        case str(s) if len(s) > 3: return f"long {s}"
        case str() as s: return f"str {s}"
        case int(n) | float(n): return f"number {n}"
        case set(): return "set"
        case _: return "other"
for v in [0, 2, -5, "a", b"b", None, True, 2.5, [], [7], [1, 2, 3], (4, 4), [1, (2, 3)], [5, (2, 3)], range(5), {"type": "p", "x": 1, "q": 2},
          {"k": [1, 2]}, {"z": 1}, P(0, 5), P(1, 6), P(2, P(3, 4)), "hello", "hi", 99, 1.5, {1}, object, P(9, 9)]:
    print(m(v))
match 5:
    case x if x > 10: print("big")
    case x: print("got", x)
class Color: RED = 1; BLUE = 2
def color(c):
    match c:
        case Color.RED: return "red"
        case Color.BLUE: return "blue"
print(color(1), color(2), color(3))
match [1, [2, [3, 4]]]:
    case [a, [b, [*c]]]: print(a, b, c)
match {"a": {"b": 1}}:
    case {"a": {"b": int(v)}}: print(v)
match (1, 2, 3):
    case (1, 2) | (1, 2, _): print("or")
try:
    match P(1, 2):
        case P(1, 2, 3): pass
except TypeError as e: print(e)
match "ab":
    case [a, b]: print("never")
    case str(): print("str is no sequence")
