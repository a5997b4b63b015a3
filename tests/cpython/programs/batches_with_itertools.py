import asyncio
from collections import Counter, defaultdict
from enum import Enum, auto
from itertools import batched, count


class State(Enum):
    OK = auto()
    FAILED = auto()


async def check(n):
    await asyncio.sleep(0.1)
    return n, State.FAILED if n % 3 == 0 else State.OK


async def main():
    tally, groups = Counter(), defaultdict(list)
    for number, batch in zip(count(1), batched(range(1, 8), 3)):
        for n, state in await asyncio.gather(*map(check, batch)):
            tally[state.name] += 1
            groups[state].append(n)
        print("batch", number, batch, dict(tally))
    print(groups[State.FAILED], State.OK, tally.most_common(1))


asyncio.run(main())
