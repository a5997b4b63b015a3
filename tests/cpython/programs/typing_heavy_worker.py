"""Type hints of all kinds around a small worker: generics, protocols, typed dictionaries, overloads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Literal, NewType, Optional, ParamSpec, Protocol, TypedDict, TypeVar, Union, cast, overload, runtime_checkable

if TYPE_CHECKING:
    from somewhere import Something

T = TypeVar("T")
P = ParamSpec("P")
JobId = NewType("JobId", int)
LIMIT: Final = 2
Mode = Literal["fast", "slow"]


@runtime_checkable
class Handler(Protocol[T]):
    async def handle(self, item: T) -> str: ...


class Row(TypedDict, total=False):
    id: JobId
    name: str


class Worker(Generic[T]):
    created: ClassVar[int] = 0

    def __init__(self, handler: Handler[T], mode: Mode = "fast") -> None:
        self.handler = handler
        self.mode: Mode = mode
        Worker.created += 1

    async def run(self, items: Iterable[T]) -> AsyncIterator[str]:
        for item in items:
            yield await self.handler.handle(item)


class Shout:
    async def handle(self, item: Union[str, int, None]) -> str:
        await asyncio.sleep(0.001)
        return f"{item}!"


def logged(function: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    async def inner(*args: P.args, **kwargs: P.kwargs) -> T:
        result = await function(*args, **kwargs)
        print(f"{function.__qualname__} -> {result!r}")
        return result

    return inner


@overload
def double(x: int) -> int: ...
@overload
def double(x: str) -> str: ...
def double(x):
    return x * 2


@logged
async def total(rows: list[Row], *, start: Optional[int] = None) -> int:
    return sum(row.get("id", 0) for row in rows) + (start or 0)


async def main() -> None:
    worker: Worker[str] = Worker(Shout(), mode="slow")
    print([text async for text in worker.run(["a", "b"])], worker.mode, Worker.created)
    print(await total([{"id": JobId(3)}, Row(name="x")], start=cast(Any, LIMIT)))
    print(isinstance(Shout(), Handler), isinstance(object(), Handler), double("ab"), double(4))
    print(Worker.run.__annotations__["items"], Mode, Optional[int], JobId(5) + 1)


asyncio.run(main())
