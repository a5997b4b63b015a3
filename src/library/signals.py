# _signals: handlers of signals, and who gets one. Nothing outside of a run sends it any; what it sends itself comes here.

import _thread
from _trace import call_in_main, leave, limit

SIGINT = 2
# What ends no process when nobody handles it.
_QUIET = (17, 18, 23, 28)

main = _thread.get_ident()
# By number; 0 is what the system does, 1 is nothing.
handlers = {}
# The loop that the main thread runs, if it runs one.
loop = None


def in_main_thread():
    return _thread.get_ident() == main


def default_int_handler(signalnum, frame, /):
    raise KeyboardInterrupt


handlers[SIGINT] = default_int_handler
handlers[13] = 1


def deliver(number, wakes):
    handler = handlers.get(number, 0)
    if number in (9, 19) or (handler == 0 and number not in _QUIET):
        # As a shell sees a process that a signal ends.
        leave(128 + number)
    elif handler == 0 or handler == 1:
        return
    elif in_main_thread() or getattr(handler, "__self__", None) is loop is not None:
        # A handler of the loop's wakes it, wherever it is called.
        handler(number, None)
    elif not wakes:
        # A signal that another thread raises for itself does not wake the main thread.
        call_in_main(handler, number, None)
    elif loop is not None:
        loop.call_soon_threadsafe(handler, number, None)
    else:
        limit("a signal that wakes the main thread is part of Loopscope only while that runs an event loop")
