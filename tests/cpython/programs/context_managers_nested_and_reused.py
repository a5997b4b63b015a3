"""Context managers of all kinds: nested, suppressing, reentrant, async, as decorators, with errors in them."""

import asyncio
import contextlib
import threading
import time


@contextlib.contextmanager
def timed(label, out):
    started = time.perf_counter()
    try:
        yield label.upper()
    except KeyError as error:
        out.append(f"{label} swallowed {error}")
    else:
        out.append(f"{label} fine")
    finally:
        out.append(f"{label} {time.perf_counter() - started:.1f}")


class Tracker(contextlib.ContextDecorator):
    depth = 0

    def __enter__(self):
        Tracker.depth += 1
        print("enter", Tracker.depth)
        return self

    def __exit__(self, kind, error, tb):
        print("exit", Tracker.depth, kind.__name__ if kind else None)
        Tracker.depth -= 1


@Tracker()
def decorated(x):
    return x * Tracker.depth


class Session:
    async def __aenter__(self):
        await asyncio.sleep(0)
        print("session opened")
        return self

    async def __aexit__(self, *exc):
        print("session closed", exc[0])
        return exc[0] is LookupError


out = []
with timed("outer", out) as a, timed("inner", out) as b:
    raise KeyError(f"{a}/{b}")
print(out)
print(decorated(21))
with Tracker(), Tracker():
    pass
with contextlib.suppress(ZeroDivisionError, ValueError):
    1 / 0
with contextlib.nullcontext(5) as five, contextlib.closing(open_ := type("C", (), {"close": lambda self: print("closed")})()):
    print(five)
try:
    with contextlib.ExitStack() as stack:
        for i in range(3):
            stack.callback(print, "callback", i)
        stack.push(lambda *exc: print("push saw", exc[0]) or [][0])
        kept = stack.pop_all()
        raise RuntimeError("after pop_all")
except RuntimeError as error:
    print(error)
    kept.close()


async def main():
    async with Session() as session, asyncio.Lock() as nothing:
        print(type(session).__name__, nothing)
        raise LookupError
    print("after")
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(Session())
        stack.enter_context(contextlib.suppress(ValueError))
        raise ValueError("suppressed by the stack")


asyncio.run(main())
try:
    with 5:
        pass
except TypeError as error:
    print(error)
try:
    with timed("x", []) as z, threading.Lock():
        raise IndexError("through")
except IndexError as error:
    print("came through:", error)
