# signal: handlers of the main thread.

import enum
import time
from operator import index

import _signals
import _thread
from _trace import limit, set_alarm


class Signals(enum.IntEnum):
    SIGHUP = 1
    SIGINT = 2
    SIGQUIT = 3
    SIGILL = 4
    SIGTRAP = 5
    SIGABRT = 6
    SIGBUS = 7
    SIGFPE = 8
    SIGKILL = 9
    SIGUSR1 = 10
    SIGSEGV = 11
    SIGUSR2 = 12
    SIGPIPE = 13
    SIGALRM = 14
    SIGTERM = 15
    SIGCHLD = 17
    SIGCONT = 18
    SIGSTOP = 19
    SIGTSTP = 20
    SIGTTIN = 21
    SIGTTOU = 22
    SIGWINCH = 28


class Handlers(enum.IntEnum):
    SIG_DFL = 0
    SIG_IGN = 1


class Sigmasks(enum.IntEnum):
    SIG_BLOCK = 0
    SIG_UNBLOCK = 1
    SIG_SETMASK = 2


SIG_DFL, SIG_IGN = Handlers.SIG_DFL, Handlers.SIG_IGN
SIGHUP, SIGINT, SIGQUIT, SIGABRT = Signals.SIGHUP, Signals.SIGINT, Signals.SIGQUIT, Signals.SIGABRT
SIGKILL, SIGUSR1, SIGUSR2, SIGPIPE = Signals.SIGKILL, Signals.SIGUSR1, Signals.SIGUSR2, Signals.SIGPIPE
SIGALRM, SIGTERM, SIGCHLD, SIGCONT = Signals.SIGALRM, Signals.SIGTERM, Signals.SIGCHLD, Signals.SIGCONT
SIGSTOP, SIGILL, SIGTRAP, SIGBUS = Signals.SIGSTOP, Signals.SIGILL, Signals.SIGTRAP, Signals.SIGBUS
SIGFPE, SIGSEGV, SIGTSTP = Signals.SIGFPE, Signals.SIGSEGV, Signals.SIGTSTP
SIGTTIN, SIGTTOU, SIGWINCH = Signals.SIGTTIN, Signals.SIGTTOU, Signals.SIGWINCH
NSIG = 65

_WORDS = {
    1: "Hangup", 2: "Interrupt", 3: "Quit", 4: "Illegal instruction", 5: "Trace/breakpoint trap", 6: "Aborted", 7: "Bus error",
    8: "Floating point exception", 9: "Killed", 11: "Segmentation fault", 20: "Stopped", 21: "Stopped (tty input)",
    22: "Stopped (tty output)", 28: "Window changed", 10: "User defined signal 1", 12: "User defined signal 2",
    13: "Broken pipe", 14: "Alarm clock", 15: "Terminated", 17: "Child exited", 18: "Continued", 19: "Stopped (signal)",
}


default_int_handler = _signals.default_int_handler


def _checked(number):
    if not 1 <= number < NSIG:
        raise ValueError("signal number out of range")
    return int(number)


def getsignal(signalnum):
    handler = _signals.handlers.get(_checked(signalnum), 0)
    return handler if callable(handler) else Handlers(handler)


def signal(signalnum, handler):
    if not callable(handler) and handler not in (0, 1):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    if not _signals.in_main_thread():
        raise ValueError("signal only works in main thread of the main interpreter")
    before = getsignal(signalnum)
    if signalnum in (SIGKILL, SIGSTOP):
        raise OSError(22, "Invalid argument")
    _signals.handlers[int(signalnum)] = handler if callable(handler) else int(handler)
    return before


def strsignal(signalnum):
    return _WORDS.get(_checked(signalnum))


def valid_signals():
    return {*Signals}


def raise_signal(signalnum, /):
    _signals.deliver(_checked(signalnum), False, _thread.get_ident())


def siginterrupt(signalnum, flag, /):
    pass


def pthread_kill(thread_id, signalnum, /):
    if not 0 <= signalnum < NSIG:
        raise OSError(22, "Invalid argument")
    if signalnum:
        _signals.deliver(int(signalnum), thread_id == _signals.main, thread_id)


# Blocking, and waiting for what is blocked

SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK = Sigmasks.SIG_BLOCK, Sigmasks.SIG_UNBLOCK, Sigmasks.SIG_SETMASK


def _several(signals):
    several = set()
    for number in signals:
        if not 1 <= index(number) < NSIG:
            raise ValueError(f"signal number {index(number)} out of range [1; 64]")
        several.add(int(number))
    return several


def _named(numbers):
    return {Signals(number) for number in numbers}


def pthread_sigmask(how, mask, /):
    thread = _thread.get_ident()
    before, mask = _signals.mask_of(thread), _several(mask)
    if how == SIG_BLOCK:
        after = before | mask
    elif how == SIG_UNBLOCK:
        after = before - mask
    elif how == SIG_SETMASK:
        after = mask
    else:
        raise OSError(22, "Invalid argument")
    _signals.masks[thread] = after - {9, 19}
    for number in sorted(_signals.held.get(thread, ())):
        if number not in after:
            _signals.held[thread].remove(number)
            _signals.deliver(number, False, thread)
    return _named(before)


def sigpending():
    return _named(_signals.held.get(_thread.get_ident(), ()))


def sigwait(sigset, /):
    thread, wanted = _thread.get_ident(), _several(sigset)
    for holder in (thread, _signals.main):
        for number in sorted(_signals.held.get(holder, ())):
            if number in wanted:
                _signals.held[holder].remove(number)
                return Signals(number)
    lock, came = _thread.quiet_lock(), []
    lock.acquire()
    _signals.waiters.append((thread, wanted, lock, came))
    lock.acquire()
    return Signals(came[0])


# The timer

ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF = 0, 1, 2


class itimer_error(OSError):
    pass


itimer_error.__module__ = "signal"
ItimerError = itimer_error

# When it is over, as the monotonic clock shows it, and after how long again.
_timer = (0.0, 0.0)


def _left():
    global _timer
    at, every = _timer
    left = at - time.monotonic()
    if left <= 0 < every:
        left += every * (1 + -left // every)
    return (left, every) if left > 0 else (0.0, 0.0)


def _set(seconds, interval):
    global _timer
    before = _left()
    at = set_alarm(_signals.alarm_is_over, seconds, interval)
    _timer = (at, interval) if seconds else (0.0, 0.0)
    return before


def _check_timer(which):
    if which in (ITIMER_VIRTUAL, ITIMER_PROF):
        limit("timers that measure CPU time are not part of Loopscope")
    if which != ITIMER_REAL:
        raise itimer_error(22, "Invalid argument")


def _seconds(value):
    return value if isinstance(value, float) else float(index(value))


def setitimer(which, seconds, interval=0.0, /):
    seconds, interval = _seconds(seconds), _seconds(interval)
    _check_timer(which)
    if seconds < 0 or interval < 0:
        raise itimer_error(22, "Invalid argument")
    return _set(seconds, interval)


def getitimer(which, /):
    _check_timer(which)
    return _left()


def alarm(seconds, /):
    left, _ = _set(float(index(seconds)), 0.0)
    # Half a second counts as one, and less does when it is all.
    return max(1, int(left + 0.5)) if left else 0



def pause():
    if not _signals.in_main_thread():
        limit("signal.pause() outside of the main thread is not part of Loopscope")
    _signals.pausing = _thread.quiet_lock()
    _signals.pausing.acquire()
    _signals.pausing.acquire()
