"""Retries with exponential back-off and seeded jitter, as a decorator with arguments."""

import asyncio
import functools
import random

rng = random.Random(42)


class TransientError(Exception):
    pass


def retry(*exceptions, attempts=4, base=0.01, factor=2):
    def decorate(function):
        @functools.wraps(function)
        async def wrapper(*args, **kwargs):
            delay = base
            for attempt in range(1, attempts + 1):
                try:
                    return await function(*args, **kwargs)
                except exceptions as error:
                    if attempt == attempts:
                        raise RuntimeError(f"{function.__name__} failed after {attempts} attempts") from error
                    pause = delay * (1 + rng.random())
                    print(f"  attempt {attempt} of {function.__name__}{args}: {error!r}; again in {pause:.4f}s")
                    await asyncio.sleep(pause)
                    delay *= factor

        return wrapper

    return decorate


tries = {"a": 2, "b": 9}


@retry(TransientError, ConnectionError)
async def call(name):
    """Calls a service."""
    tries[name] -= 1
    if tries[name] > 0:
        raise (TransientError if tries[name] % 2 else ConnectionError)(f"{name} is busy ({tries[name]})")
    return f"{name} answered"


async def main():
    for name in tries:
        try:
            print(await call(name))
        except RuntimeError as error:
            print("gave up:", error, "because of", repr(error.__cause__))
    print(call.__name__, call.__doc__, call.__wrapped__ is not call)
    try:
        await call("missing")
    except KeyError as error:
        print("not retried:", error)


asyncio.run(main())
