# Names that modules had in old versions, or have on Windows: a program that mentions them runs up to the line that needs them.
import asyncio
import collections
import inspect
import os
import signal
import sys
import time


def told(function):
    try:
        return function()
    except (AttributeError, ImportError) as error:
        return type(error).__name__, error.args[0].split(" (")[0]


def old_coroutine():
    @asyncio.coroutine
    def waits():
        yield from asyncio.sleep(1)


def old_import():
    from collections import Mapping


if sys.platform == "win32":
    asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
if os.name == "nt":
    loop = asyncio.ProactorEventLoop()
is_windows = sys.platform.startswith("win")
if is_windows:
    asyncio.set_event_loop_policy(asyncio.WindowsProactorEventLoopPolicy())

print(told(old_coroutine))
print(told(old_import))
print(told(lambda: time.clock()))
print(told(lambda: collections.Callable))
print(told(lambda: inspect.getargspec(told)))
print(told(lambda: signal.CTRL_C_EVENT))
print(told(lambda: sys.getwindowsversion()))
print(told(lambda: asyncio.Task.all_tasks()))
print(hasattr(asyncio, "ProactorEventLoop"), getattr(time, "clock", "no clock"))
