# What classes, functions and modules tell of types: annotations, members for slots, generic aliases, original bases.
from typing import Generic, TypeVar

T = TypeVar("T")
S = TypeVar("S")
count: int = 3
name: str
count2: "later" = 1


class Box(Generic[T]):
    __slots__ = ("value", "_other")
    size: int = 1

    def __init__(self, value):
        self.value = value


class Strings(list[str]):
    pass


class Plain:
    pass


class Pairs(Plain, dict[str, int]):
    pass


def generic[K](x: K) -> K:
    return x


def plain(x):
    return x


print(Strings.__orig_bases__, Strings.__bases__)
print(Box.__orig_bases__, Pairs.__orig_bases__)
print(hasattr(Plain, "__orig_bases__"))
print(list[T].__parameters__, dict[T, list[S]].__parameters__, list[int].__parameters__)
print(list[T][int], dict[T, list[S]][str, float], dict[str, T][list[int]], tuple[T, T][int], (list[T] | None)[int])
for wrong in (lambda: list[int][str], lambda: list[T][int, str], lambda: dict[T, S][int]):
    try:
        print(wrong())
    except TypeError as error:
        print(error)
print(list[T][int] == list[int], list[T](), list[T].__origin__)
print(Box.value, Box._other, type(Box.value), Box.value.__name__, Box.value.__objclass__.__name__)
box = Box(1)
print(Box.value.__get__(box), Box.value.__get__(box, Box))
Box.value.__set__(box, 2)
print(box.value)
Box.value.__delete__(box)
try:
    box.value
except AttributeError as error:
    print(error)
try:
    Box.missing
except AttributeError as error:
    print(error)
print(plain.__type_params__, Plain.__type_params__)
print([str(each) for each in generic.__type_params__])
print(Box.__annotations__)
import sys

if sys.version_info < (3, 14):
    print(__annotations__)
    another: list[int] = []
    print(list(__annotations__), "another" in globals()["__annotations__"])
