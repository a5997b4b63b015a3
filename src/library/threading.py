# Threads, and what they wait for each other with. Locks, conditions and the end of a thread are native (`_thread`).

import _thread
import _trace
import sys
from _thread import get_ident, get_native_id, local
from _trace import lock_acquired, lock_created, lock_released
from time import monotonic

Lock = _thread.lock
RLock = _thread.RLock
ThreadError = RuntimeError
TIMEOUT_MAX = 9223372036.0

_active = {}
_starting = {}
_unnamed = 0
# Whether the main program is over.
_finishing = False
_before_join = []


class Thread:
    _made = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None, context=None):
        global _unnamed
        assert group is None, "group argument must be None for now"
        if name:
            name = str(name)
        else:
            _unnamed += 1
            name = f"Thread-{_unnamed}"
            if target is not None and (called := getattr(target, "__name__", None)) is not None:
                name = f"{name} ({called})"
        self._name = name
        self._target = target
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._daemonic = current_thread()._daemonic if daemon is None else daemon
        self._context = context
        self._ident = None
        self._native_id = None
        self._was_started = False
        self._made = True

    def start(self):
        if not self._made:
            raise RuntimeError("thread.__init__() not called")
        if self._was_started:
            raise RuntimeError("threads can only be started once")
        if _finishing and _trace.version() < (3, 13):
            raise RuntimeError("can't create new thread at interpreter shutdown")
        _starting[id(self)] = self
        try:
            _thread.start(self, self._name)
        except RuntimeError:
            _starting.pop(id(self), None)
            raise

    def run(self):
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        self._ident = ident = get_ident()
        self._native_id = get_native_id()
        self._was_started = True
        _active[ident] = self
        _starting.pop(id(self), None)
        _thread.begun(self)
        try:
            if self._context is None:
                self.run()
            else:
                self._context.run(self.run)
        except BaseException as error:
            _report(error, self)
        finally:
            _active.pop(ident, None)

    def join(self, timeout=None):
        if not self._made:
            raise RuntimeError("Thread.__init__() not called")
        if not self._was_started:
            raise RuntimeError("cannot join thread before it is started")
        if self is _thread.current():
            raise RuntimeError("cannot join current thread")
        _thread.join(self, timeout)

    def is_alive(self):
        assert self._made, "Thread.__init__() not called"
        return _thread.is_alive(self)

    @property
    def name(self):
        assert self._made, "Thread.__init__() not called"
        return self._name

    @name.setter
    def name(self, name):
        assert self._made, "Thread.__init__() not called"
        self._name = str(name)

    @property
    def ident(self):
        assert self._made, "Thread.__init__() not called"
        return self._ident

    @property
    def native_id(self):
        assert self._made, "Thread.__init__() not called"
        return self._native_id

    @property
    def daemon(self):
        assert self._made, "Thread.__init__() not called"
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._made:
            raise RuntimeError("Thread.__init__() not called")
        if self._was_started:
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    def getName(self):
        _deprecated("getName", "get the name attribute")
        return self.name

    def setName(self, name):
        _deprecated("setName", "set the name attribute")
        self.name = name

    def isDaemon(self):
        _deprecated("isDaemon", "get the daemon attribute")
        return self.daemon

    def setDaemon(self, daemonic):
        _deprecated("setDaemon", "set the daemon attribute")
        self.daemon = daemonic

    def __repr__(self):
        assert self._made, "Thread.__init__() was not called"
        if not self._was_started:
            status = "initial"
        else:
            status = "started" if self.is_alive() else "stopped"
        if self._daemonic:
            status += " daemon"
        if self._ident is not None:
            status += f" {self._ident}"
        return f"<{type(self).__name__}({self._name}, {status})>"


class _MainThread(Thread):
    # The thread that the program began with. It was never started, so it is over when it says so.

    _over = None

    def __init__(self):
        self._name = "MainThread"
        self._daemonic = False
        self._context = None
        self._ident = get_ident()
        self._native_id = get_native_id()
        self._was_started = True
        self._made = True
        _active[self._ident] = self

    def is_alive(self):
        return self._over is not True

    def join(self, timeout=None):
        if self is _thread.current():
            raise RuntimeError("cannot join current thread")
        if self._over is None:
            self._over = Event()
        if self._over is not True:
            self._over.wait(timeout)


class Timer(Thread):
    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = [] if args is None else args
        self.kwargs = {} if kwargs is None else kwargs
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


def current_thread():
    thread = _thread.current()
    return _main_thread if thread is None else thread


def main_thread():
    return _main_thread


def active_count():
    return len(_active) + len(_starting)


def enumerate():
    return [*_active.values(), *_starting.values()]


def _deprecated(old, instead):
    import warnings

    warnings.warn(f"{old}() is deprecated, {instead} instead", DeprecationWarning)


def currentThread():
    _deprecated("currentThread", "use current_thread()")
    return current_thread()


def activeCount():
    _deprecated("activeCount", "use active_count()")
    return active_count()


def stack_size(size=0):
    return 0


def settrace(func):
    pass


def setprofile(func):
    pass


def gettrace():
    return None


def getprofile():
    return None


def settrace_all_threads(func):
    pass


def setprofile_all_threads(func):
    pass


class ExceptHookArgs(tuple):
    def __new__(cls, args):
        return tuple.__new__(cls, args)

    @property
    def exc_type(self):
        return self[0]

    @property
    def exc_value(self):
        return self[1]

    @property
    def exc_traceback(self):
        return self[2]

    @property
    def thread(self):
        return self[3]

    def __repr__(self):
        kind, value, traceback, thread = self
        return (
            f"_thread._ExceptHookArgs(exc_type={kind!r}, exc_value={value!r}, "
            f"exc_traceback={traceback!r}, thread={thread!r})"
        )


def excepthook(args, /):
    kind, value, traceback, thread = args
    if kind is SystemExit or sys.stderr is None:
        return
    name = get_ident() if thread is None else thread._name
    sys.stderr.write(f"Exception in thread {name}:\n{_trace.format_exception(value)}")


__excepthook__ = excepthook


class _DummyThread(Thread):
    # One that `_thread.start_new_thread` makes: nobody joins it, and what it raises is only told.

    _count = 0

    def __init__(self, function, args, kwargs):
        _DummyThread._count += 1
        Thread.__init__(self, None, function, f"Dummy-{_DummyThread._count}", args, kwargs, daemon=True)

    def _begin(self):
        return _thread.start(self, self._name)

    def _bootstrap(self):
        self._ident = get_ident()
        self._native_id = get_native_id()
        self._was_started = True
        _thread.begun(self)
        function = self._target
        try:
            self.run()
        except SystemExit:
            pass
        except BaseException as error:
            what = f" {function!r}:" if _trace.version() >= (3, 13) else f": {function!r}"
            text = _trace.format_exception(error, None, True, True)
            sys.stderr.write(f"Exception ignored in thread started by{what}\n{text}")


def _report(error, thread):
    try:
        excepthook(ExceptHookArgs((type(error), error, error.__traceback__, thread)))
    except BaseException as second:
        if not isinstance(error, SystemExit):
            second.__suppress_context__ = True
            sys.stderr.write("Exception in threading.excepthook:\n")
            sys.excepthook(type(second), second, second.__traceback__)


class Condition(_thread.condition):
    def wait_for(self, predicate, timeout=None):
        result = predicate()
        if timeout is None:
            while not result:
                self.wait()
                result = predicate()
            return result
        end = None
        while not result:
            now = monotonic()
            if end is None:
                end = now + timeout
            if end <= now:
                break
            self.wait(end - now)
            result = predicate()
        return result

    def notifyAll(self):
        _deprecated("notifyAll", "use notify_all()")
        self.notify_all()

    def __repr__(self):
        return f"<Condition({self._lock!r}, {self._count()})>"


class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._key = lock_created(type(self).__name__)
        self._cond = _thread.condition_of(_thread.quiet_lock(), self._key, False)
        self._value = value

    def acquire(self, blocking=True, timeout=None):
        if timeout is not None and not blocking:
            raise ValueError("can't specify timeout for non-blocking acquire")
        end = None
        with self._cond:
            while self._value == 0:
                if not blocking:
                    return False
                if timeout is None:
                    self._cond.wait()
                    continue
                if end is None:
                    end = monotonic() + timeout
                else:
                    timeout = end - monotonic()
                if timeout <= 0:
                    return False
                self._cond.wait(timeout)
            self._value -= 1
        lock_acquired(self._key)
        return True

    __enter__ = acquire

    def release(self, n=1):
        if n < 1:
            raise ValueError("n must be one or more")
        with self._cond:
            self._value += n
            lock_released(self._key)
            self._cond.notify(n)

    def __exit__(self, kind, value, traceback):
        self.release()

    def __repr__(self):
        cls = type(self)
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: value={self._value}>"


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def release(self, n=1):
        if n < 1:
            raise ValueError("n must be one or more")
        with self._cond:
            if self._value + n > self._initial_value:
                raise ValueError("Semaphore released too many times")
            self._value += n
            lock_released(self._key)
            self._cond.notify(n)

    def __repr__(self):
        cls = type(self)
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: value={self._value}/{self._initial_value}>"


class Event:
    def __init__(self):
        self._cond = _thread.condition_of(_thread.quiet_lock(), lock_created("Event"), False)
        self._flag = False

    def is_set(self):
        return self._flag

    def isSet(self):
        _deprecated("isSet", "use is_set()")
        return self._flag

    def set(self):
        with self._cond:
            self._flag = True
            self._cond.notify_all()

    def clear(self):
        with self._cond:
            self._flag = False

    def wait(self, timeout=None):
        with self._cond:
            return self._flag or self._cond.wait(timeout)

    def __repr__(self):
        cls = type(self)
        status = "set" if self._flag else "unset"
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: {status}>"


class BrokenBarrierError(RuntimeError):
    pass


class Barrier:
    # Threads come in while it fills; the one that completes it opens it, and it drains before it fills again.

    def __init__(self, parties, action=None, timeout=None):
        if parties < 1 and _trace.version() >= (3, 13):
            raise ValueError("parties must be > 0")
        self._cond = _thread.condition_of(_thread.quiet_lock(), lock_created("Barrier"), False)
        self._action = action
        self._timeout = timeout
        self._parties = parties
        self._phase = "filling"
        self._inside = 0

    def wait(self, timeout=None):
        if timeout is None:
            timeout = self._timeout
        with self._cond:
            while self._phase in ("draining", "resetting"):
                self._cond.wait()
            if self._phase == "broken":
                raise BrokenBarrierError
            index = self._inside
            self._inside += 1
            try:
                if self._inside == self._parties:
                    self._open()
                else:
                    self._wait_inside(timeout)
                return index
            finally:
                self._inside -= 1
                if self._inside == 0 and self._phase in ("draining", "resetting"):
                    self._phase = "filling"
                    self._cond.notify_all()

    def _open(self):
        try:
            if self._action:
                self._action()
        except BaseException:
            self._break()
            raise
        self._phase = "draining"
        self._cond.notify_all()

    def _wait_inside(self, timeout):
        end = None if timeout is None else monotonic() + timeout
        while self._phase == "filling":
            if end is not None:
                timeout = end - monotonic()
                if timeout <= 0:
                    self._break()
                    break
            self._cond.wait(timeout)
        if self._phase != "draining":
            raise BrokenBarrierError

    def _break(self):
        self._phase = "broken"
        self._cond.notify_all()

    def reset(self):
        with self._cond:
            if self._inside == 0:
                self._phase = "filling"
            elif self._phase in ("filling", "broken"):
                self._phase = "resetting"
            self._cond.notify_all()

    def abort(self):
        with self._cond:
            self._break()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._inside if self._phase == "filling" else 0

    @property
    def broken(self):
        return self._phase == "broken"

    def __repr__(self):
        cls = type(self)
        status = "broken" if self.broken else f"waiters={self.n_waiting}/{self.parties}"
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: {status}>"


def _register_atexit(func, *args, **kwargs):
    # Called when the main program is over, before its threads are waited for; last registered first.
    _before_join.append((func, args, kwargs))


def _shutdown():
    global _finishing
    _finishing = True
    over = _main_thread._over
    _main_thread._over = True
    if over is not None:
        over.set()
    while _before_join:
        func, args, kwargs = _before_join.pop()
        func(*args, **kwargs)
    while True:
        for thread in enumerate():
            if not thread._daemonic and thread is not _main_thread:
                _thread.join(thread, None)
                break
        else:
            return


_main_thread = _MainThread()
if _thread.current() is None:
    _thread.set_current(_main_thread)
_trace.at_exit(_shutdown)
