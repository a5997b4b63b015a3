# _thread: what few programs name; all else is native.

LockType = allocate_lock = lock
error = RuntimeError
TIMEOUT_MAX = 9223372036.0


def exit():
    raise SystemExit


def interrupt_main(signum=2, /):
    from _signals import interrupt_main

    interrupt_main(signum)


def start_new_thread(function, args, kwargs={}, /):
    if not callable(function):
        raise TypeError("first arg must be callable")
    if not isinstance(args, tuple):
        raise TypeError("2nd arg must be a tuple")
    if not isinstance(kwargs, dict):
        raise TypeError("optional 3rd arg must be a dictionary")
    from threading import _DummyThread

    return _DummyThread(function, args, kwargs)._begin()
