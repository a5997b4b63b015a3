# Collections that wrap others or are made of abstract ones; copies.
from collections import *
from collections.abc import *
import copy
u = UserList([3, 1, 2]); u.sort(); u += [9]; print(u, u[1:], type(u[1:]), u == [1, 2, 3, 9], [0] + u, u.data, isinstance(u, list), u * 2, copy.copy(u), u.index(9))
s = UserString("hello"); print(s.upper(), type(s.upper()), s + " w", "a" + s, s[1], s == "hello", s.split("l"), isinstance(s, str), len(s), "ell" in s)
d = UserDict(a=1); e = d.copy(); e['b'] = 2; print(d, e, d | {'z': 1}, d.get('q'), type(e), UserDict.fromkeys('ab', 0))
class Up(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
up = Up(x=1); up.update(y=2); up['z'] = 3; print(up, up.copy(), up | {'q': 4}, list(up.items()))
cm = ChainMap({'a': 1}, {'a': 2, 'b': 3}); c2 = cm.copy(); c2['n'] = 1; print(cm, c2, cm | {'c': 4}, cm.pop('a'), cm['a'])
try: cm.pop('b')
except KeyError as x: print(x)
print(Counter(a=2, b=None), Counter('abca') | Counter('aab'), Counter('ab') & Counter('b'))
c = Counter('aab'); c |= Counter('bbb'); print(c); c &= Counter('ab'); print(c)
class LS(MutableSet):
    def __init__(self, it=()): self.l = []; [self.add(x) for x in it]
    def __contains__(self, x): return x in self.l
    def __iter__(self): return iter(self.l)
    def __len__(self): return len(self.l)
    def add(self, x): x in self.l or self.l.append(x)
    def discard(self, x):
        if x in self.l: self.l.remove(x)
    def __repr__(self): return f'LS({self.l})'
a, b = LS('abc'), LS('bcd')
print(a & b, a | b, a - b, a ^ b, a <= b, LS('b') < a, a == LS('cba'), a.isdisjoint('xyz'), {'a', 'q'} & a, a & {'a'}, a == {'a', 'b', 'c'}, a >= {'a'})
a |= 'z'; print(a); a -= 'z'; print(a); a ^= 'ax'; print(a); a &= LS('b'); print(a, a.pop(), a)
try: a < 3
except TypeError as x: print(x)
try: a & 3
except TypeError as x: print(x)
print(isinstance({}.keys(), Set), isinstance({}.items(), Set), isinstance({}.values(), ValuesView), isinstance({}.keys(), KeysView), isinstance({}.keys(), Mapping), isinstance([], Sequence), isinstance(deque(), MutableSequence), isinstance(Counter(), MutableMapping), isinstance(u, MutableSequence), isinstance(s, Sequence))
print(d.keys() & {'a'}, sorted(d.keys() | {'b'}), d.keys() - {'a'}, d.items() == {('a', 1)}, {'a': 1}.keys() == d.keys())
ba = bytearray(b'abc'); x = copy.copy(ba); y = copy.deepcopy([ba]); x.append(1); print(ba, x, y)
class F:
    def m(self): return self
f = F(); f.b = f.m; g = copy.deepcopy(f); print(g.b() is g, copy.copy(f).b() is f)
class R:
    def __init__(self, v): self.v = v
    def __reduce__(self): return R, (self.v + 1,)
print(copy.copy(R(1)).v, copy.deepcopy(R(5)).v)
print(copy.copy(1j), copy.deepcopy(slice(1, 2)))
Pt = namedtuple('Pt', 'x y'); print(copy.deepcopy(Pt([1], 2)))
from dataclasses import dataclass
@dataclass
class DC: a: int; b: list
dc = DC(1, [2]); print(copy.deepcopy(dc), copy.copy(dc).b is dc.b)
class MyGen(Generator):
    def __init__(self): self.n = 0
    def send(self, v): self.n += 1; return (self.n, v)
    def throw(self, t, v=None, tb=None): return super().throw(t, v, tb)
m = MyGen(); print(next(m), m.send('x'), m.close())
try: m.throw(ValueError, ValueError('boo'))
except ValueError as x: print(x)
