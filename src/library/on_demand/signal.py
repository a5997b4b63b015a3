# signal: handlers of the main thread.

import enum

import _signals


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
    _signals.deliver(_checked(signalnum), False)


def siginterrupt(signalnum, flag, /):
    pass


def pthread_kill(thread_id, signalnum, /):
    _signals.deliver(_checked(signalnum), thread_id == _signals.main)
