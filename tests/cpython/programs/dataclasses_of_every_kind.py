"""Messages as dataclasses of many kinds."""
import asyncio
import dataclasses
from dataclasses import KW_ONLY, InitVar, asdict, astuple, dataclass, field, replace
from typing import ClassVar


@dataclass(order=True, frozen=True)
class Job:
    priority: int
    name: str = field(compare=False)
    tags: tuple[str, ...] = field(default=(), compare=False, repr=False)


@dataclass(slots=True, kw_only=True)
class Config:
    host: str = "localhost"
    port: int = 80
    limits: list[int] = field(default_factory=list)


@dataclass
class Base:
    x: int
    scale: InitVar[int] = 1
    total: int = field(init=False)
    count: ClassVar[int] = 0

    def __post_init__(self, scale):
        self.total = self.x * scale


@dataclass
class Child(Base):
    _: KW_ONLY
    note: str = "n"


print(Job(1, "a"), Job(1, "a") < Job(2, "b"), Job(1, "x") == Job(1, "y"), hash(Job(1, "a")) == hash(Job(1, "z")))
try:
    Job(1, "a").name = "b"
except dataclasses.FrozenInstanceError as e:
    print(type(e).__name__, e)
c = Config(port=8080)
print(c, replace(c, host="h"), asdict(c), astuple(c))
try:
    c.extra = 1
except AttributeError as e:
    print(e)
try:
    Config("h")
except TypeError as e:
    print(e)
try:
    Job(1)
except TypeError as e:
    print(e)
print(Child(2, 5, note="hi"), [f.name for f in dataclasses.fields(Child)], dataclasses.is_dataclass(Child))
try:
    @dataclass
    class Bad:
        x: list = []
except ValueError as e:
    print(e)
try:
    @dataclass
    class Bad2:
        x: int = 0
        y: int
except TypeError as e:
    print(e)
P = dataclasses.make_dataclass("P", [("x", int), ("y", int, 0)])
print(P(1), P(1) == P(1, 0))


async def main():
    q = asyncio.PriorityQueue()
    for j in (Job(3, "low"), Job(1, "high"), Job(2, "mid")):
        await q.put(j)
    while not q.empty():
        print((await q.get()).name)


asyncio.run(main())


@dataclass(repr=False, eq=False)
class Plain:
    a: int

    def __str__(self):
        return f"<{self.a}>"


print(Plain(1), Plain(1) == Plain(1), Job.__match_args__, Job.__doc__)
match Job(1, "n"):
    case Job(p, n):
        print(p, n)
