# What errors of timeouts say: messages, causes, contexts, and the tracebacks that they print.
import asyncio
import traceback


async def forever():
    await asyncio.Event().wait()


async def stubborn():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        raise ValueError("instead of stopping") from None


async def converts():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        return "finished anyway"


async def told(title, awaitable):
    try:
        print(title, "->", repr(await awaitable))
    except Exception as error:
        print(title, "->", repr(error), str(error) == "", error.args)
        print("   cause", repr(error.__cause__), "context", repr(error.__context__), error.__suppress_context__)
        if title in ("wait_for 0", "timeout", "stubborn within"):
            traceback.print_exc()


async def within(delay, work):
    async with asyncio.timeout(delay):
        return await work


async def main():
    await told("wait_for 0", asyncio.wait_for(forever(), 0))
    await told("wait_for -1", asyncio.wait_for(asyncio.sleep(0), -1))
    await told("timeout", within(0.02, forever()))
    await told("timeout 0", within(0, asyncio.sleep(0, "not reached")))
    await told("stubborn", asyncio.wait_for(stubborn(), 0.02))
    await told("stubborn within", within(0.02, stubborn()))
    await told("converts", asyncio.wait_for(converts(), 0.02))
    async with asyncio.timeout(10) as timeout:
        print(timeout.when() is not None, timeout.expired())
    print(asyncio.TimeoutError is TimeoutError, TimeoutError.__mro__[1].__name__)
    try:
        asyncio.timeout("soon")
    except TypeError as error:
        print(type(error).__name__, error)
    try:
        with asyncio.timeout(1):
            pass
    except TypeError as error:
        print(type(error).__name__, error)
    await told("nested", within(0.02, within(0.05, forever())))
    await told("group", within(0.02, in_a_group()))


async def in_a_group():
    async with asyncio.TaskGroup() as group:
        group.create_task(forever())


asyncio.run(main())
asyncio.run(asyncio.wait_for(forever(), 0.02))
