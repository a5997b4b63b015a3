# concurrent.futures._base: futures between threads, and waiting for several of them.

import _thread
import _trace
from _trace import generic_alias
from time import monotonic

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"

PENDING = "PENDING"
RUNNING = "RUNNING"
CANCELLED = "CANCELLED"
CANCELLED_AND_NOTIFIED = "CANCELLED_AND_NOTIFIED"
FINISHED = "FINISHED"

_SHOWN = {
    PENDING: "pending",
    RUNNING: "running",
    CANCELLED: "cancelled",
    CANCELLED_AND_NOTIFIED: "cancelled",
    FINISHED: "finished",
}

TimeoutError = TimeoutError


class DoneAndNotDoneFutures(tuple):
    # A named tuple, without the module that makes them: few programs need it.
    __slots__ = ()
    _fields = __match_args__ = ("done", "not_done")
    _field_defaults = {}

    def __new__(cls, done, not_done):
        return tuple.__new__(cls, (done, not_done))

    done = property(lambda self: self[0])
    not_done = property(lambda self: self[1])

    @classmethod
    def _make(cls, iterable):
        return cls(*iterable)

    def _asdict(self):
        return {"done": self[0], "not_done": self[1]}

    def _replace(self, /, **changes):
        return type(self)(**{**self._asdict(), **changes})

    def __repr__(self):
        return f"{type(self).__name__}(done={self[0]!r}, not_done={self[1]!r})"


class Error(Exception):
    pass


class CancelledError(Error):
    pass


class InvalidStateError(Error):
    pass


class BrokenExecutor(RuntimeError):
    pass


class Future:
    def __init__(self):
        self._condition = _thread.condition_of(_thread.quiet_lock(), 0, True)
        self._state = PENDING
        self._result = None
        self._exception = None
        self._watchers = []
        self._done_callbacks = []
        self._job = 0

    def cancel(self):
        with self._condition:
            if self._state in (RUNNING, FINISHED):
                return False
            if self._state != PENDING:
                return True
            self._state = CANCELLED
            self._condition.notify_all()
        self._call_back()
        return True

    def cancelled(self):
        with self._condition:
            return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED)

    def running(self):
        with self._condition:
            return self._state == RUNNING

    def done(self):
        with self._condition:
            return self._state not in (PENDING, RUNNING)

    def add_done_callback(self, fn):
        with self._condition:
            if self._state in (PENDING, RUNNING):
                self._done_callbacks.append(fn)
                return
        self._call(fn)

    def _call(self, callback):
        try:
            callback(self)
        except Exception as error:
            _trace.log("concurrent.futures", 40, f"exception calling callback for {self!r}", error)

    def _call_back(self):
        for callback in self._done_callbacks:
            self._call(callback)

    def _settled(self, timeout):
        # With the lock held: waits until there is an outcome; whether it is an exception.
        if self._state in (PENDING, RUNNING):
            self._condition.wait(timeout)
        if self._state in (PENDING, RUNNING):
            raise TimeoutError()
        if self._state != FINISHED:
            raise CancelledError()
        return self._exception is not None

    def result(self, timeout=None):
        try:
            with self._condition:
                if self._settled(timeout):
                    raise self._exception
                return self._result
        finally:
            self = None

    def exception(self, timeout=None):
        with self._condition:
            self._settled(timeout)
            return self._exception

    def set_running_or_notify_cancel(self):
        with self._condition:
            if self._state == PENDING:
                self._state = RUNNING
                return True
            if self._state != CANCELLED:
                _trace.log("concurrent.futures", 50, f"Future {id(self)} in unexpected state: {self._state}")
                raise RuntimeError("Future in unexpected state")
            self._state = CANCELLED_AND_NOTIFIED
            for watcher in self._watchers:
                watcher.saw(self, False)
            return False

    def set_result(self, result):
        with self._condition:
            self._check_open()
            self._result = result
            self._finish(False)
        self._call_back()

    def set_exception(self, exception):
        with self._condition:
            self._check_open()
            self._exception = exception
            self._finish(True)
        self._call_back()

    def _check_open(self):
        if self._state not in (PENDING, RUNNING):
            raise InvalidStateError(f"{self._state}: {self!r}")

    def _finish(self, failed):
        self._state = FINISHED
        for watcher in self._watchers:
            watcher.saw(self, failed)
        self._condition.notify_all()

    def __repr__(self):
        text = f"<{type(self).__name__} at {id(self):#x} state={_SHOWN[self._state]}"
        if self._state != FINISHED:
            return text + ">"
        if self._exception:
            return f"{text} raised {type(self._exception).__name__}>"
        return f"{text} returned {type(self._result).__name__}>"

    __class_getitem__ = classmethod(generic_alias)


class _Watcher:
    # Hears of futures that end, until there are enough of them.

    def __init__(self, futures, wanted, stops_on_exception=False):
        self.lock = _thread.quiet_lock()
        self.condition = _thread.condition_of(self.lock, 0, True)
        self.ended = []
        self.wanted = wanted
        self.stops_on_exception = stops_on_exception
        self.enough = False
        for future in futures:
            future._watchers.append(self)

    def saw(self, future, failed):
        with self.lock:
            self.ended.append(future)
            self.wanted -= 1
            if self.wanted <= 0 or (failed and self.stops_on_exception):
                self.enough = True
                self.condition.notify_all()

    def wait(self, timeout):
        with self.lock:
            if not self.enough:
                self.condition.wait(timeout)

    def take(self):
        with self.lock:
            ended, self.ended, self.enough = self.ended, [], False
        return ended

    def leave(self, future):
        with future._condition:
            future._watchers.remove(self)


class _AllLocked:
    def __init__(self, futures):
        self.futures = sorted(futures, key=id)

    def __enter__(self):
        for future in self.futures:
            future._condition.acquire()

    def __exit__(self, *error):
        for future in self.futures:
            future._condition.release()


def _ended(futures):
    return {future for future in futures if future._state in (CANCELLED_AND_NOTIFIED, FINISHED)}


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    futures = set(fs)
    with _AllLocked(futures):
        done = _ended(futures)
        pending = futures - done
        if not pending or (done and return_when == FIRST_COMPLETED):
            return DoneAndNotDoneFutures(done, pending)
        if return_when == FIRST_EXCEPTION:
            if any(future._exception is not None for future in done):
                return DoneAndNotDoneFutures(done, pending)
        elif return_when not in (FIRST_COMPLETED, ALL_COMPLETED):
            raise ValueError(f"Invalid return condition: {return_when!r}")
        wanted = 1 if return_when == FIRST_COMPLETED else len(pending)
        watcher = _Watcher(futures, wanted, return_when == FIRST_EXCEPTION)
    watcher.wait(timeout)
    for future in futures:
        watcher.leave(future)
    done.update(watcher.ended)
    return DoneAndNotDoneFutures(done, futures - done)


def as_completed(fs, timeout=None):
    end = None if timeout is None else timeout + monotonic()
    left = set(fs)
    total = len(left)
    with _AllLocked(left):
        ended = list(_ended(left))
        pending = left.difference(ended)
        watcher = _Watcher(left, 1)
    ended.reverse()
    try:
        while True:
            ended.reverse()
            while ended:
                future = ended[-1]
                left.remove(future)
                pending.discard(future)
                watcher.leave(future)
                del future
                yield ended.pop()
            if not pending:
                return
            if end is not None:
                timeout = end - monotonic()
                if timeout < 0:
                    raise TimeoutError(f"{len(pending)} (of {total}) futures unfinished")
            watcher.wait(timeout)
            ended = watcher.take()
    finally:
        for future in left:
            watcher.leave(future)


def _result_of(future, timeout=None):
    try:
        try:
            return future.result(timeout)
        finally:
            future.cancel()
    finally:
        del future


class Executor:
    def submit(self, fn, /, *args, **kwargs):
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1, buffersize=None):
        end = None if timeout is None else timeout + monotonic()
        futures = [self.submit(fn, *args) for args in zip(*iterables)]
        futures.reverse()

        def results():
            try:
                while futures:
                    if end is None:
                        yield _result_of(futures.pop())
                    else:
                        yield _result_of(futures.pop(), end - monotonic())
            finally:
                for future in futures:
                    future.cancel()

        return results()

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.shutdown(wait=True)
        return False
