import asyncio
from collections import OrderedDict, namedtuple
from dataclasses import asdict, dataclass, field, replace
from itertools import chain, groupby, islice
from operator import attrgetter

Point = namedtuple("Point", "x y")


@dataclass
class Job:
    name: str
    seconds: float = 0.1
    tags: list[str] = field(default_factory=list)

    async def run(self):
        await asyncio.sleep(self.seconds)
        return replace(self, tags=[*self.tags, "done"])


async def main():
    jobs = [Job("b", 0.2), Job("a"), Job("c", tags=["x"])]
    done = await asyncio.gather(*(job.run() for job in jobs))
    print(done[0])
    print(asdict(done[2]), done[1] == jobs[1])
    by_seconds = sorted(done, key=attrgetter("seconds", "name"))
    for seconds, group in groupby(by_seconds, key=attrgetter("seconds")):
        print(seconds, [job.name for job in group])
    print(list(islice(chain("ab", range(5)), 4)), Point(1, y=2)._replace(x=3))
    print(OrderedDict(zip("xy", Point(5, 6))))


asyncio.run(main())
