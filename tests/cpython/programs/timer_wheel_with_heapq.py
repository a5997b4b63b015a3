"""A small scheduler: due times in a heap, cancellation by a flag, repeating events."""

import heapq
import itertools
import time
from typing import Callable, NamedTuple, Optional


class Event(NamedTuple):
    due: float
    number: int
    action: Callable[[], Optional[float]]


class Scheduler:
    def __init__(self):
        self._heap: list[Event] = []
        self._numbers = itertools.count()
        self._cancelled: set[int] = set()

    def after(self, delay, action):
        event = Event(time.monotonic() + delay, next(self._numbers), action)
        heapq.heappush(self._heap, event)
        return event.number

    def cancel(self, number):
        self._cancelled.add(number)

    def run(self):
        while self._heap:
            event = heapq.heappop(self._heap)
            if event.number in self._cancelled:
                self._cancelled.discard(event.number)
                continue
            time.sleep(max(0.0, event.due - time.monotonic()))
            again = event.action()
            if again is not None:
                self.after(again, event.action)


scheduler = Scheduler()
ticks = iter("abc")


def tick():
    letter = next(ticks, None)
    print("tick", letter)
    return 0.02 if letter else None


scheduler.after(0.03, lambda: print("once"))
number = scheduler.after(0.01, lambda: print("never"))
scheduler.after(0, tick)
scheduler.cancel(number)
scheduler.run()
event = Event(1.5, 0, tick)
print(event._fields, event._replace(number=2).number, Event(*[1, 2, 3]), event[:2], Event.__name__, event._asdict()["due"])
