import asyncio


async def waiter(name, future):
    try:
        print(name, "got", await future)
    except LookupError as error:
        print(name, "got", repr(error))


async def main():
    loop = asyncio.get_running_loop()
    for outcome in ("value", LookupError("missing")):
        future = loop.create_future()
        waiters = [asyncio.create_task(waiter(name, future)) for name in "abc"]
        await asyncio.sleep(0.1)
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
        await asyncio.gather(*waiters)


asyncio.run(main())
