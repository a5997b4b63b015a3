# multiprocessing.pool: a pool of threads. As in CPython a thread of its own feeds the workers, one takes their results and runs
# callbacks, and one watches over the workers; a mapped sequence is cut into chunks, and a worker does a chunk on its own.

import itertools
import queue
import threading
from multiprocessing import TimeoutError

import _trace

_RUN, _CLOSE, _TERMINATE = "RUN", "CLOSE", "TERMINATE"
_numbers = itertools.count()


def _apply_each(function, items):
    return list(map(function, items))


def _apply_star(function, items):
    return list(itertools.starmap(function, items))


def worker(inqueue, outqueue, initializer=None, initargs=(), pool=0):
    if initializer is not None:
        initializer(*initargs)
    while True:
        task = inqueue.get()
        if task is None:
            break
        result, i, job, function, args, kwargs = task
        _trace.job_begin(pool, job)
        try:
            answer = True, function(*args, **kwargs)
        except Exception as error:
            answer = False, error
        _trace.job_end(pool, job)
        outqueue.put((result, i, answer))
        task = result = function = args = kwargs = answer = None


class ApplyResult:
    def __init__(self, pool, callback, error_callback):
        self._pool = pool
        self._event = threading.Event()
        self._job = next(_numbers)
        self._callback = callback
        self._error_callback = error_callback
        pool._cache[self._job] = self

    def ready(self):
        return self._event.is_set()

    def successful(self):
        if not self.ready():
            raise ValueError(f"{self!r} not ready")
        return self._success

    def wait(self, timeout=None):
        self._event.wait(timeout)

    def get(self, timeout=None):
        self.wait(timeout)
        if not self.ready():
            raise TimeoutError
        if self._success:
            return self._value
        raise self._value

    def _finish(self):
        callback = self._callback if self._success else self._error_callback
        if callback:
            callback(self._value)
        self._event.set()
        del self._pool._cache[self._job]
        self._pool = None

    def _set(self, i, answer):
        self._success, self._value = answer
        self._finish()


AsyncResult = ApplyResult


class MapResult(ApplyResult):
    def __init__(self, pool, chunksize, length, callback, error_callback):
        ApplyResult.__init__(self, pool, callback, error_callback)
        self._success = True
        self._value = [None] * length
        self._chunksize = chunksize
        if chunksize <= 0:
            self._left = 0
            self._event.set()
            del pool._cache[self._job]
        else:
            self._left = length // chunksize + bool(length % chunksize)

    def _set(self, i, answer):
        self._left -= 1
        success, value = answer
        if success and self._success:
            self._value[i * self._chunksize : (i + 1) * self._chunksize] = value
        elif not success and self._success:
            self._success, self._value = False, value
        if self._left == 0:
            self._finish()


class IMapIterator:
    def __init__(self, pool):
        self._pool = pool
        self._cond = threading.Condition(threading.Lock())
        self._job = next(_numbers)
        self._items = []
        self._waiting = {}
        self._next = 0
        self._length = None
        pool._cache[self._job] = self

    def __iter__(self):
        return self

    def next(self, timeout=None):
        with self._cond:
            if not self._items:
                if self._next == self._length:
                    self._pool = None
                    raise StopIteration
                self._cond.wait(timeout)
                if not self._items:
                    if self._next == self._length:
                        self._pool = None
                        raise StopIteration
                    raise TimeoutError
            success, value = self._items.pop(0)
        if success:
            return value
        raise value

    __next__ = next

    def _take(self, answer):
        self._items.append(answer)
        self._next += 1

    def _set(self, i, answer):
        with self._cond:
            self._waiting[i] = answer
            while self._next in self._waiting:
                self._take(self._waiting.pop(self._next))
                self._cond.notify()
            self._leave_if_done()

    def _set_length(self, length):
        with self._cond:
            self._length = length
            if self._next == length:
                self._cond.notify()
            self._leave_if_done()

    def _leave_if_done(self):
        if self._next == self._length:
            self._pool._cache.pop(self._job, None)


class IMapUnorderedIterator(IMapIterator):
    def _set(self, i, answer):
        with self._cond:
            self._take(answer)
            self._cond.notify()
            self._leave_if_done()


def _batches(function, iterable, size):
    iterable = iter(iterable)
    while batch := tuple(itertools.islice(iterable, size)):
        yield function, batch


class ThreadPool:
    def __init__(self, processes=None, initializer=None, initargs=()):
        if processes is None:
            processes = _trace.cpu_count()
        if processes < 1:
            raise ValueError("Number of processes must be at least 1")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._state = _RUN
        self._processes = processes
        self._cache = {}
        self._inqueue = queue.SimpleQueue()
        self._outqueue = queue.SimpleQueue()
        self._taskqueue = queue.SimpleQueue()
        self._changes = queue.SimpleQueue()
        self._number = _trace.pool_created("ThreadPool", processes)
        self._pool = []
        for _ in range(processes):
            args = self._inqueue, self._outqueue, initializer, initargs, self._number
            self._pool.append(self._thread(worker, *args))
        self._worker_handler = self._thread(self._handle_workers)
        self._task_handler = self._thread(self._handle_tasks)
        self._result_handler = self._thread(self._handle_results)

    def _thread(self, function, *args):
        thread = threading.Thread(target=function, args=args, daemon=True)
        thread.start()
        return thread

    # The three threads

    def _handle_workers(self):
        while self._state == _RUN or (self._cache and self._state != _TERMINATE):
            self._changes.get()
        self._taskqueue.put(None)

    def _handle_tasks(self):
        for tasks, set_length in iter(self._taskqueue.get, None):
            count = 0
            for task in tasks:
                if self._state == _TERMINATE:
                    break
                self._inqueue.put(task)
                count += 1
            if set_length:
                set_length(count)
            task = tasks = set_length = None
        self._outqueue.put(None)
        for _ in self._pool:
            self._inqueue.put(None)

    def _handle_results(self):
        over = False
        while not over or (self._cache and self._state != _TERMINATE):
            task = self._outqueue.get()
            if task is None:
                over = True
            else:
                number, i, answer = task
                if number in self._cache:
                    self._cache[number]._set(i, answer)
                if not self._cache:
                    self._changes.put(None)
            task = answer = None

    # What programs call

    def _check_running(self):
        if self._state != _RUN:
            raise ValueError("Pool not running")

    def _task(self, result, i, shown, function, args, kwargs=None):
        return result._job, i, _trace.job_submitted(self._number, shown), function, args, kwargs or {}

    def apply(self, func, args=(), kwds={}):
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        self._check_running()
        result = ApplyResult(self, callback, error_callback)
        self._taskqueue.put(([self._task(result, 0, func, func, args, kwds)], None))
        return result

    def _map_async(self, func, iterable, apply, chunksize, callback=None, error_callback=None):
        self._check_running()
        if not hasattr(iterable, "__len__"):
            iterable = list(iterable)
        if chunksize is None:
            chunksize, extra = divmod(len(iterable), len(self._pool) * 4)
            if extra:
                chunksize += 1
        if len(iterable) == 0:
            chunksize = 0
        result = MapResult(self, chunksize, len(iterable), callback, error_callback)
        if chunksize:
            batches = enumerate(_batches(func, iterable, chunksize))
            self._taskqueue.put(((self._task(result, i, func, apply, batch) for i, batch in batches), None))
        return result

    def map(self, func, iterable, chunksize=None):
        return self._map_async(func, iterable, _apply_each, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, _apply_each, chunksize, callback, error_callback)

    def starmap(self, func, iterable, chunksize=None):
        return self._map_async(func, iterable, _apply_star, chunksize).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, _apply_star, chunksize, callback, error_callback)

    def _imap(self, kind, func, iterable, chunksize):
        self._check_running()
        if chunksize < 1:
            raise ValueError(f"Chunksize must be 1+, not {chunksize}")
        result = kind(self)
        if chunksize == 1:
            tasks = (self._task(result, i, func, func, (item,)) for i, item in enumerate(iterable))
            self._taskqueue.put((tasks, result._set_length))
            return result
        batches = enumerate(_batches(func, iterable, chunksize))
        tasks = (self._task(result, i, func, _apply_each, batch) for i, batch in batches)
        self._taskqueue.put((tasks, result._set_length))
        return (item for chunk in result for item in chunk)

    def imap(self, func, iterable, chunksize=1):
        return self._imap(IMapIterator, func, iterable, chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        return self._imap(IMapUnorderedIterator, func, iterable, chunksize)

    def close(self):
        if self._state == _RUN:
            self._state = _CLOSE
            self._changes.put(None)

    def terminate(self):
        self._state = _TERMINATE
        self._changes.put(None)
        try:
            while True:
                self._inqueue.get(block=False)
        except queue.Empty:
            pass
        for _ in self._pool:
            self._inqueue.put(None)
        self._outqueue.put(None)
        self._taskqueue.put(None)
        for thread in (self._worker_handler, self._task_handler, self._result_handler):
            if thread is not threading.current_thread():
                thread.join()
        # Nobody waits for a worker that is at work: its thread goes with the program.

    def join(self):
        if self._state == _RUN:
            raise ValueError("Pool is still running")
        self._worker_handler.join()
        self._task_handler.join()
        self._result_handler.join()
        for thread in self._pool:
            thread.join()

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, *error):
        self.terminate()

    def __repr__(self):
        return f"<multiprocessing.pool.ThreadPool state={self._state} pool_size={len(self._pool)}>"
