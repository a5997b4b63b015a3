import asyncio
import functools
import time


def timed(function):
    @functools.wraps(function)
    async def wrapper(*args, **kwargs):
        started = time.perf_counter()
        try:
            return await function(*args, **kwargs)
        finally:
            print(f"{function.__name__}{args} took {time.perf_counter() - started:.1f} s")

    return wrapper


@timed
async def nap(seconds, *, result=None):
    """Sleep a little."""
    await asyncio.sleep(seconds)
    return result


async def main():
    print(nap.__name__, nap.__doc__)
    print(await asyncio.gather(nap(0.2, result="b"), nap(0.1, result="a")))


asyncio.run(main())
