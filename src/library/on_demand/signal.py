# signal: handlers of the main thread. Nothing outside of a run sends it signals; what sends some is `raise_signal`.

import enum
import threading
from _trace import limit as _limit


class Signals(enum.IntEnum):
    SIGHUP = 1
    SIGINT = 2
    SIGQUIT = 3
    SIGABRT = 6
    SIGKILL = 9
    SIGUSR1 = 10
    SIGUSR2 = 12
    SIGPIPE = 13
    SIGALRM = 14
    SIGTERM = 15
    SIGCHLD = 17
    SIGCONT = 18
    SIGSTOP = 19


class Handlers(enum.IntEnum):
    SIG_DFL = 0
    SIG_IGN = 1


SIG_DFL, SIG_IGN = Handlers.SIG_DFL, Handlers.SIG_IGN
SIGHUP, SIGINT, SIGQUIT, SIGABRT = Signals.SIGHUP, Signals.SIGINT, Signals.SIGQUIT, Signals.SIGABRT
SIGKILL, SIGUSR1, SIGUSR2, SIGPIPE = Signals.SIGKILL, Signals.SIGUSR1, Signals.SIGUSR2, Signals.SIGPIPE
SIGALRM, SIGTERM, SIGCHLD, SIGCONT = Signals.SIGALRM, Signals.SIGTERM, Signals.SIGCHLD, Signals.SIGCONT
SIGSTOP = Signals.SIGSTOP
NSIG = 65

_WORDS = {
    1: "Hangup", 2: "Interrupt", 3: "Quit", 6: "Aborted", 9: "Killed", 10: "User defined signal 1", 12: "User defined signal 2",
    13: "Broken pipe", 14: "Alarm clock", 15: "Terminated", 17: "Child exited", 18: "Continued", 19: "Stopped (signal)",
}
_QUIET = (SIGCHLD, SIGCONT)


def default_int_handler(signalnum, frame, /):
    raise KeyboardInterrupt


_handlers = {SIGINT: default_int_handler, SIGPIPE: SIG_IGN}


def _checked(number):
    if not 1 <= number < NSIG:
        raise ValueError("signal number out of range")
    return number


def getsignal(signalnum):
    return _handlers.get(_checked(signalnum), SIG_DFL)


def signal(signalnum, handler):
    if not callable(handler) and handler not in (0, 1):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    if threading.current_thread() is not threading.main_thread():
        raise ValueError("signal only works in main thread of the main interpreter")
    before = getsignal(signalnum)
    if signalnum in (SIGKILL, SIGSTOP):
        raise OSError(22, "Invalid argument")
    _handlers[signalnum] = handler if callable(handler) else Handlers(handler)
    return before


def strsignal(signalnum):
    return _WORDS.get(_checked(signalnum))


def valid_signals():
    return {*Signals}


def raise_signal(signalnum):
    handler = getsignal(signalnum)
    if handler is SIG_IGN or (handler is SIG_DFL and signalnum in _QUIET):
        return
    if handler is SIG_DFL:
        _limit(f"signal {signalnum} would end the process: set a handler with signal.signal first")
    if threading.current_thread() is not threading.main_thread():
        _limit("signal.raise_signal in another thread than the main one is not part of Loopscope")
    handler(signalnum, None)
