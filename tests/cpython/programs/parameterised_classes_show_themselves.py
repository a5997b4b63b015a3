"""list[int], Queue[int], Box[int]: what they show, what they are made of, and annotations that are text."""
import asyncio
import collections
import concurrent.futures
import inspect
import queue
import typing
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, ClassVar, Generic, Literal, Optional, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class Box(Generic[T]):
    def __init__(self, item: T) -> None:
        self.item = item


class Stack[U]:
    def __init__(self) -> None:
        self.items: list[U] = []

    def push(self, item: U) -> None:
        self.items.append(item)


class Jobs(asyncio.Queue[int]):
    pass


print(list[int], dict[str, list[int]], tuple[int, ...], type(list[int]), list[int] == list[int], hash(list[int]) == hash(list[int]))
print(asyncio.Queue[int], asyncio.Future[int], asyncio.Task[str], queue.Queue[int], concurrent.futures.Future[str])
print(collections.deque[int], collections.defaultdict[str, list[int]], collections.Counter[str])
print(Callable[..., int], Awaitable[int], AsyncIterator[str], typing.Callable[[int], str], typing.Coroutine[Any, Any, int])
print(Optional[int], Union[int, str], int | None, Literal["a", 1], typing.List[int], typing.Dict[str, Any], Optional[Optional[int]])
print(list[int].__origin__, list[int].__args__, get_origin(dict[str, int]), get_args(dict[str, int]), get_args(Optional[int]))
print(list[int]([1, 2]), dict[str, int](a=1), list[int].append is list.append, asyncio.Queue[int](3).maxsize)
print(Box[int], Box[int](3).item, type(Box[int](3)), Box[Stack[str]], typing.Dict[str, T][int])
stack = Stack[int]()
stack.push(1)
print(Stack[int], stack.items, type(stack), Jobs(2), Jobs.__mro__[1])
for wrong in (lambda: int[3], lambda: isinstance([], list[int]), lambda: list[int].nothing):
    try:
        print(wrong())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)


class Job:
    name: str
    after: "Optional[Job]" = None
    tags: "list[str] | None" = None
    limit: ClassVar[int] = 3

    def run(self, box: "Box[int]", *args: int, callback: Optional[Callable[[str], None]] = None) -> "dict[str, Job]":
        return {}


print(Job.__annotations__)
print(get_type_hints(Job))
print(get_type_hints(Job.run))
print(inspect.signature(Job.run))
for parameter in inspect.signature(Job.run).parameters.values():
    print(parameter, parameter.kind, parameter.annotation)
