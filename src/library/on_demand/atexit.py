# atexit: what is called when the main program is over and its threads have ended.

import sys
import threading
from _trace import at_exit, format_exception, version

_registered = []


def register(func, /, *args, **kwargs):
    _registered.append((func, args, kwargs))
    return func


def unregister(func, /):
    _registered[:] = [entry for entry in _registered if entry[0] != func]


def _clear():
    _registered.clear()


def _run_exitfuncs():
    while _registered:
        func, args, kwargs = _registered.pop()
        try:
            func(*args, **kwargs)
        except SystemExit:
            pass
        except BaseException as error:
            what = f" {func!r}:" if version() >= (3, 13) else f": {func!r}"
            sys.stderr.write(f"Exception ignored in atexit callback{what}\n{format_exception(error, None, True, True)}")


# Importing `threading` first puts its own hook before this one.
at_exit(_run_exitfuncs)
