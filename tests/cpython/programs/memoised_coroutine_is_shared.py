# Two callers share one request in flight.
import asyncio

in_flight = {}


async def load(key):
    print("loading", key)
    await asyncio.sleep(0.2)
    return key[::-1]


def get(key):
    if key not in in_flight:
        in_flight[key] = asyncio.create_task(load(key))
        in_flight[key].add_done_callback(lambda task: print("cached", task.result()))
    return in_flight[key]


async def main():
    print(await asyncio.gather(get("abc"), get("abc"), get("xyz")))
    coroutine = load("once")
    print(await coroutine)
    try:
        await coroutine
    except RuntimeError as error:
        print("RuntimeError:", error)


asyncio.run(main())
