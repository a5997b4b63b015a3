# Enumerations with mixins, types of their own, and what they refuse.
from enum import *
class Desc:
    def describe(self): return f'{self.name}={self.value}'
    @property
    def low(self): return self.name.lower()
class Color(Desc, Enum):
    RED = 1; GREEN = 2
print(Color.RED.describe(), Color.GREEN.low, list(Color), Color(2), Color['RED'])
class H(Desc, IntEnum):
    A = 5; B = auto()
print(H.A + 1, H.B, H.B.describe(), repr(H.A))
class S(Desc, StrEnum):
    X = auto(); Y = 'why'
print(S.X, S.Y.low, S.Y == 'why')
class Base(Enum):
    def __str__(self): return 'b:' + self.name
class Planet(Base):
    EARTH = (5.976e+24, 6.37814e6)
    def __init__(self, mass, radius): self.mass, self.radius = mass, radius
    @property
    def g(self): return round(6.67300E-11 * self.mass / (self.radius * self.radius), 3)
print(Planet.EARTH, Planet.EARTH.g, Planet.EARTH.value)
try:
    class Shape(Enum):
        SQUARE = 2
        SQUARE = 3
except TypeError as e: print(e)
class P(Flag):
    R = 4; W = 2; X = 1
    RW = R | W
print(P.RW, P.R | P.X, P(3), ~P.R, list(P), P.RW & P.W)
class F(float, Enum):
    PI = 3.14
print(F.PI, F.PI * 2, repr(F.PI))
class Foo:
    def __init__(self, a): self.a = a
    def __repr__(self): return f'Foo(a={self.a!r})'
class En(Foo, Enum):
    E1 = 1
print(repr(En.E1), En.E1.a)
class T2(tuple, Enum):
    A = (1, 2)
print(T2.A, T2.A[0], T2.A.value)
class Meth(Enum):
    A = 1
    def f(self): return 1
    f.x = 3
    @staticmethod
    def s(): return 's'
    @classmethod
    def c(cls): return cls.A
    _ignore_ = ['z']
    z = 3
print(list(Meth), Meth.A.f(), Meth.s(), Meth.c(), Meth.f.x)
Animal = Enum('Animal', 'ANT BEE CAT'); print(list(Animal), Animal.ANT.value)
@unique
class U(Enum): A = 1; B = 2
try:
    @unique
    class V(Enum): A = 1; B = 1
except ValueError as e: print(e)
print(Color.__members__, Color.RED in Color, 1 in Color, Color.RED is Color(1), len(Color))
try: Color(7)
except ValueError as e: print(e)
try: Color.BLUE
except AttributeError as e: print(e)
try: Color.RED = 3
except AttributeError as e: print(e)
