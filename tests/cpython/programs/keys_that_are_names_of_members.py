"""Members and strings of a class with a hash of its own find what was put in by plain strings."""

from collections import deque, namedtuple
from enum import Flag, StrEnum, auto


class State(StrEnum):
    IDLE = auto()
    BUSY = auto()


class Header(str):
    def __hash__(self):
        return hash(self.lower())

    def __eq__(self, other):
        return self.lower() == other.lower()


class Access(Flag):
    READ = auto()
    WRITE = auto()


handlers = {"idle": "wait", "busy": "work"}
print([handlers[state] for state in State], handlers.get(State.IDLE), State.BUSY in handlers)
print({Header("Accept"): 1}["accept"] if Header("Accept") in {"accept": 1} else "not found", hash(Header("A")) == hash("a"))
try:
    Access(4)
except ValueError as error:
    print(error)


def shape(message):
    match message:
        case [first, *rest]:
            return f"{first} and {len(rest)} more"
        case _:
            return "something else"


print(shape(deque([1, 2, 3])), shape(range(4)), shape("text"))
Job = namedtuple("Job", "name priority", defaults=[0])
for wrong in [lambda: Job(1, 2, 3), lambda: setattr(Job("a"), "name", "b"), lambda: namedtuple("Job", "class")]:
    try:
        wrong()
    except (TypeError, AttributeError, ValueError) as error:
        print(type(error).__name__, error)
