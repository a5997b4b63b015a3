# _signals: handlers of signals, and who gets one. Nothing outside of a run sends it any; what it sends itself comes here.

import _thread
from _trace import call_in_main, frame, interrupt, leave

SIGINT = 2
SIGALRM = 14
# What ends no process when nobody handles it.
_QUIET = (17, 18, 23, 28)

main = _thread.get_ident()
# By number; 0 is what the system does, 1 is nothing.
handlers = {}
# The loop with handlers of signals, whose wake-up descriptor they are written to.
loop = None
# Those that the main thread has still to handle.
_pending = set()
# A lock that the main thread waits for until a signal has come.
pausing = None
# What threads have blocked, by thread; one that never said so has what the main thread has, from which most inherit it.
masks = {}
# What came for a thread while it was blocked there.
held = {}
# Those in sigwait: thread, what it waits for, the lock it waits with, and room for what comes.
waiters = []


def in_main_thread():
    return _thread.get_ident() == main


def default_int_handler(signalnum, frame, /):
    raise KeyboardInterrupt


handlers[SIGINT] = default_int_handler
handlers[13] = 1


def mask_of(thread):
    return masks.get(thread, masks.get(main, frozenset()))


def _is_taken(number, thread):
    # A thread waits for it, or has it blocked.
    for waiter in waiters:
        if number in waiter[1] and thread in (None, waiter[0]):
            waiters.remove(waiter)
            waiter[3].append(number)
            waiter[2].release()
            return True
    thread = main if thread is None else thread
    if number in mask_of(thread) and number not in (9, 19):
        held.setdefault(thread, set()).add(number)
        return True
    return False


def deliver(number, interrupts, thread=None):
    # Without a thread it is for the process.
    if (waiters or masks) and _is_taken(number, thread):
        return
    handler = handlers.get(number, 0)
    if number in (9, 19) or (handler == 0 and number not in _QUIET):
        # As a shell sees a process that a signal ends.
        leave(128 + number)
    elif handler == 0 or handler == 1:
        return
    if loop is not None:
        # Written by the signal itself, in whichever thread that comes.
        loop._signal_came(number)
    if in_main_thread():
        _handle(number)
        return
    if number not in _pending:
        _pending.add(number)
        call_in_main(_handle, number)
    # One that another thread raises for itself does not end what the main thread waits in.
    if interrupts:
        interrupt()


def _handle(number):
    _pending.discard(number)
    # Whoever has set another handler meanwhile gets it.
    handler = handlers.get(number, 0)
    try:
        if callable(handler):
            handler(number, frame())
    finally:
        stop_pausing()


def stop_pausing():
    global pausing
    if pausing is not None:
        lock, pausing = pausing, None
        lock.release()


def interrupt_main(signum=SIGINT, /):
    if not 1 <= signum < 65:
        raise ValueError("signal number out of range")
    # What the system would do to a process does not happen.
    if callable(handlers.get(signum, 0)):
        if in_main_thread():
            _handle(signum)
        elif signum not in _pending:
            _pending.add(signum)
            call_in_main(_handle, signum)


def alarm_is_over():
    deliver(SIGALRM, False)
