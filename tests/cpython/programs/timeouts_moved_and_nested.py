"""Timeouts: inside each other, moved, at a moment, expired before they start."""
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    start = loop.time()

    def at():
        return f"{loop.time() - start:.1f}"

    try:
        async with asyncio.timeout(0.3) as outer:
            try:
                async with asyncio.timeout(0.1) as inner:
                    await asyncio.sleep(1)
            except TimeoutError as e:
                print(at(), "inner", inner.expired(), outer.expired(), repr(e), repr(e.__cause__), type(e.__context__).__name__)
            await asyncio.sleep(1)
    except TimeoutError:
        print(at(), "outer", outer.expired(), outer)
    try:
        async with asyncio.timeout(0.1) as outer:
            async with asyncio.timeout(0.3) as inner:
                await asyncio.sleep(1)
    except TimeoutError:
        print(at(), "only outer", inner.expired(), outer.expired(), inner)
    async with asyncio.timeout(None) as t:
        print(t.when(), t)
        t.reschedule(loop.time() + 0.2)
        await asyncio.sleep(0.1)
        t.reschedule(loop.time() + 0.2)
        await asyncio.sleep(0.15)
    print(at(), "rescheduled", t.expired())
    try:
        async with asyncio.timeout_at(loop.time() - 1):
            print("runs until the first await")
            await asyncio.sleep(0)
            print("never")
    except TimeoutError as e:
        print(at(), "already over")
    try:
        async with asyncio.timeout(0):
            try:
                await asyncio.sleep(0.1)
            except asyncio.CancelledError as c:
                print("cancelled", c.args)
                raise ValueError("instead")
    except ValueError as e:
        print(at(), repr(e), repr(e.__context__))
    try:
        t.reschedule(1)
    except RuntimeError as e:
        print(e)
    t2 = asyncio.timeout(1)
    try:
        t2.reschedule(3)
    except RuntimeError as e:
        print(e)
    print(t2)
    try:
        async with t2:
            async with t2:
                pass
    except RuntimeError as e:
        print(e)
    task = asyncio.create_task(guarded())
    await asyncio.sleep(0.05)
    task.cancel("by hand")
    try:
        await task
    except asyncio.CancelledError as e:
        print(at(), "by hand:", e.args, task.cancelled(), task.cancelling())


async def guarded():
    try:
        async with asyncio.timeout(1):
            await asyncio.sleep(2)
    except TimeoutError:
        print("never")


asyncio.run(main())
