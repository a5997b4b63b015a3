# Keyword arguments that a function does not have: since 3.13 the message suggests one.
import asyncio
import dataclasses


def fetch(address, /, timeout=1, *, retries=2):
    pass


@dataclasses.dataclass
class Job:
    name: str
    priority: int = 0


class Client:
    def get(self, address, *, headers=None):
        pass


async def run(coroutine, limit=1):
    pass


for call in (
    lambda: fetch("a", timeot=1),
    lambda: fetch("a", retry=1),
    lambda: fetch("a", adress="b"),
    lambda: fetch("a", nothing=1),
    lambda: fetch("a", Timeout=1),
    lambda: Client().get("a", header=1),
    lambda: run(None, limits=1),
    lambda: Job("a", prioriti=1),
    lambda: print("a", ende=""),
    lambda: sorted([], revers=True),
    lambda: int("1", bas=2),
    lambda: "a b".split(sepp=" "),
    lambda: max([1], kye=len),
    lambda: enumerate([], strat=1),
):
    try:
        call()
    except TypeError as error:
        print(error)

fetch("a", retires=1)
