"""Streams of events that are sorted by time are merged: heapq.merge, bisect, and the same with async generators."""

import asyncio
import heapq
from bisect import bisect_left, bisect_right, insort
from operator import attrgetter, itemgetter
from typing import NamedTuple


class Event(NamedTuple):
    time: float
    source: str
    value: int = 0


logs = {
    "web": [Event(0.1, "web", 1), Event(0.4, "web"), Event(0.9, "web", 3)],
    "db": [Event(0.2, "db"), Event(0.4, "db", 7)],
}
merged = list(heapq.merge(*logs.values(), key=attrgetter("time")))
print([f"{e.time}{e.source[0]}" for e in merged], merged[0])
times = [e.time for e in merged]
print(bisect_left(times, 0.4), bisect_right(times, 0.4), heapq.nlargest(2, merged, key=itemgetter(2)), heapq.nsmallest(1, times))
insort(times, 0.3)
print(times)


async def play(events):
    before = 0.0
    for event in events:
        await asyncio.sleep((event.time - before) / 10)
        before = event.time
        yield event


async def merge(*streams):
    queue = asyncio.Queue()

    async def pump(stream):
        async for event in stream:
            await queue.put(event)
        await queue.put(None)

    tasks = [asyncio.create_task(pump(stream)) for stream in streams]
    left = len(tasks)
    while left:
        event = await queue.get()
        if event is None:
            left -= 1
        else:
            yield event


async def main():
    seen = [event async for event in merge(play(logs["web"]), play(logs["db"]))]
    print([e.source for e in seen if e.time != 0.4], len(seen), seen[-1]._asdict())
    print(sorted(seen, key=lambda e: (e.source, -e.time))[0], max(seen).value, Event._field_defaults)


asyncio.run(main())
