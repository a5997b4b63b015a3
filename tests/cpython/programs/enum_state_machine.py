"""State machines with enum."""
import asyncio
import enum
from enum import Enum, Flag, IntEnum, IntFlag, StrEnum, auto, unique


class State(Enum):
    IDLE = auto()
    RUNNING = auto()
    DONE = auto()
    FINISHED = DONE

    def next(self):
        members = list(State)
        return members[(members.index(self) + 1) % len(members)]


class Level(IntEnum):
    LOW = 1
    HIGH = 10


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


class Color(StrEnum):
    RED = auto()
    BLUE = "azure"


class Planet(Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius

    @property
    def density(self):
        return round(self.mass / self.radius, 2)


print(State.IDLE, repr(State.IDLE), State.IDLE.name, State.IDLE.value, State(2), State["DONE"], State.FINISHED is State.DONE)
print(list(State), len(State), State.RUNNING in State, State.IDLE.next(), State.DONE.next())
print(Level.HIGH > Level.LOW, Level.HIGH + 1, f"{Level.LOW} {Level.LOW!r}", sorted([Level.HIGH, Level.LOW]), str(Level.HIGH))
print(Perm.R | Perm.X, repr(Perm.RW), Perm.W in Perm.RW, Perm.RW & Perm.R, ~Perm.R, bool(Perm.R & Perm.W), Perm(0), list(Perm.RW))
print(Color.RED, Color.BLUE.upper(), f"{Color.RED}", repr(Color.BLUE), Color("red") is Color.RED, "red" == Color.RED)
print(Planet.MARS.density, Planet.EARTH.value)
for bad in (lambda: State(9), lambda: State["NO"], lambda: setattr(State, "IDLE", 1)):
    try:
        bad()
    except (ValueError, KeyError, AttributeError) as e:
        print(type(e).__name__, e)
try:
    @unique
    class Dup(Enum):
        A = 1
        B = 1
except ValueError as e:
    print(e)
Animal = Enum("Animal", "CAT DOG")
print(list(Animal), State.__members__["FINISHED"])


class F(IntFlag):
    A = 1
    B = 2


print(F.A | F.B, F(3), F.A | 8, repr(F.A | F.B), int(F.B))


async def machine():
    s = State.IDLE
    while s is not State.DONE:
        match s:
            case State.IDLE:
                await asyncio.sleep(0.01)
            case State.RUNNING:
                await asyncio.sleep(0.02)
        print(s.name, "->", (s := s.next()).name)


asyncio.run(machine())


class Ordered(Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last):
        return name.lower()
    ONE = auto()
    TWO = auto()

    @classmethod
    def _missing_(cls, value):
        return cls.ONE


print(Ordered.TWO.value, Ordered("whatever"), hash(Ordered.ONE) == hash("ONE"), isinstance(Level.LOW, int))
