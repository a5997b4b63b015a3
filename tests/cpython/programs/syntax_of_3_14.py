# requires-python = ">=3.14"
# What only 3.14 reads: exceptions without parentheses, annotations whose names come later, warnings about `finally`.
import asyncio


def handle(error):
    try:
        raise error
    except ValueError, LookupError:
        return "handled"


class Node:
    next: Later | None = None

    def link(self, other: Later) -> Later:
        return other


class Later:
    pass


def leaves():
    for number in range(3):
        try:
            continue
        finally:
            for _ in "a":
                break
            if number:
                break
    try:
        return "tried"
    finally:
        return number


async def main(argument: Unknown = 1) -> Nothing:
    return argument


print(handle(KeyError("x")), handle(ValueError("y")))
print(Node().link(1), leaves(), asyncio.run(main()))
