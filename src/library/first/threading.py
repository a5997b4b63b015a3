# threading: Thread and Lock.

from _thread import RLock, get_ident, join, local, set_current, start
from _thread import current as _current
from _thread import is_alive as _is_alive
from _thread import lock as Lock
from _trace import at_exit

_threads = []
_counter = 0


class Thread:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        global _counter
        self._target = target
        if name is None:
            _counter += 1
            name = f"Thread-{_counter}"
            if target is not None:
                name = f"{name} ({getattr(target, '__name__', '')})"
        self.name = name
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self.daemon = daemon if daemon is not None else current_thread().daemon
        self.ident = None
        self._started = False

    def start(self):
        if self._started:
            raise RuntimeError("threads can only be started once")
        self._started = True
        _threads.append(self)
        self.ident = start(self, self.name)

    def run(self):
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def _bootstrap(self):
        try:
            self.run()
        except SystemExit:
            pass
        finally:
            _threads.remove(self)

    def join(self, timeout=None):
        if not self._started:
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        join(self, timeout)

    def is_alive(self):
        return self._started and _is_alive(self)


class _MainThread(Thread):
    def __init__(self):
        self.name = "MainThread"
        self.daemon = False
        self.ident = get_ident()
        self._started = True

    def is_alive(self):
        return True


_main = _MainThread()
set_current(_main)


def current_thread():
    return _current() or _main


def main_thread():
    return _main


def active_count():
    return len(_threads) + 1


def enumerate():
    return [_main, *_threads]


def _shutdown():
    for thread in list(_threads):
        if not thread.daemon:
            join(thread, None)


at_exit(_shutdown)
