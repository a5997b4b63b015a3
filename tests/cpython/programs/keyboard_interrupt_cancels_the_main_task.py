"""Ctrl-C in the middle: asyncio cancels the main task, cleanup runs, then the error comes out."""
import asyncio
import os
import signal


async def child(n):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("child", n, "cancelled")
        raise


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0.1, os.kill, os.getpid(), signal.SIGINT)
    try:
        async with asyncio.TaskGroup() as tg:
            for n in range(2):
                tg.create_task(child(n))
    except asyncio.CancelledError:
        print("main cancelled", asyncio.current_task().cancelling())
        await asyncio.sleep(0.05)
        print("cleaned up")
        raise


try:
    asyncio.run(main())
except KeyboardInterrupt as e:
    print("interrupted", repr(e), repr(e.__context__))


async def busy():
    asyncio.get_running_loop().call_soon(signal.raise_signal, signal.SIGINT)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)


try:
    asyncio.run(busy())
except KeyboardInterrupt:
    print("again")
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
signal.raise_signal(signal.SIGTERM)
print("never")
