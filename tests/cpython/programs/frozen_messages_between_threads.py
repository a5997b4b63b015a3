"""Messages are frozen dataclasses; a mailbox per thread; replace, asdict, slots, ordering, post-init."""

import dataclasses
import queue
import threading
from dataclasses import KW_ONLY, InitVar, asdict, astuple, dataclass, field, fields, replace


@dataclass(frozen=True, slots=True)
class Message:
    to: str
    body: str = ""
    _: KW_ONLY
    hops: int = 0
    trace: tuple[str, ...] = field(default=(), repr=False)

    def forwarded(self, by):
        return replace(self, hops=self.hops + 1, trace=(*self.trace, by))


@dataclass
class Box:
    owner: str
    size: InitVar[int] = 2
    inbox: queue.Queue = field(init=False, repr=False, compare=False)

    def __post_init__(self, size):
        self.inbox = queue.Queue(size)
        if not self.owner:
            raise ValueError("a box needs an owner")


boxes = {name: Box(name) for name in ("a", "b", "c")}
route = {"a": "b", "b": "c"}
results = queue.Queue()


def post(name):
    message = boxes[name].inbox.get(timeout=1).forwarded(name)
    if name in route:
        boxes[route[name]].inbox.put(message)
    else:
        results.put(message)


threads = [threading.Thread(target=post, args=(name,)) for name in boxes]
for t in threads:
    t.start()
boxes["a"].inbox.put(Message("c", "hello"))
final = results.get(timeout=1)
for t in threads:
    t.join()
print(final, final.trace, asdict(final), astuple(final)[:2])
try:
    final.hops = 9
except dataclasses.FrozenInstanceError as error:
    print(type(error).__name__, error)
try:
    final.other = 1
except (AttributeError, TypeError) as error:
    print(type(error).__name__)
try:
    Message("x", "y", 3)
except TypeError as error:
    print(error)
try:
    Box("")
except ValueError as error:
    print(error)
print([f.name for f in fields(Message)], Message("a") == Message("a"), hash(Message("a")) == hash(Message("a")), Box("z") == Box("z", 5), Box("z"))
print(Message.__match_args__, dataclasses.is_dataclass(Box), dataclasses.make_dataclass("P", ["x", ("y", int, 3)])(1))
match final:
    case Message(to="c", hops=n) if n > 2:
        print("arrived after", n)
