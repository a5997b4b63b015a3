# concurrent.futures.thread: a pool of threads that are started as they are needed.

import _thread
import _trace
import threading
from concurrent.futures._base import BrokenExecutor, Executor, Future

_pools = 0
_queues = {}
_exiting = False
_exit_lock = _thread.quiet_lock()


class BrokenThreadPool(BrokenExecutor):
    pass


class _State:
    # What workers and their executor share; workers do not keep the executor alive.

    def __init__(self):
        self.queue = _thread.SimpleQueue()
        self.idle = _thread.Tally()
        self.lock = _thread.quiet_lock()
        self.over = False
        self.broken = None

    def fail(self, message):
        with self.lock:
            self.broken = message
            while not self.queue.empty():
                job = self.queue.get_nowait()
                if job is not None:
                    job.future.set_exception(BrokenThreadPool(message))


class _Job:
    def __init__(self, pool, number, future, fn, args, kwargs):
        self.pool = pool
        self.number = number
        self.future = future
        self.fn = fn
        self.args = args
        self.kwargs = kwargs

    def run(self):
        future = self.future
        if not future.set_running_or_notify_cancel():
            return
        _trace.job_begin(self.pool, self.number)
        try:
            result = self.fn(*self.args, **self.kwargs)
        except BaseException as error:
            _trace.job_end(self.pool, self.number)
            future.set_exception(error)
            self = future = None
        else:
            _trace.job_end(self.pool, self.number)
            future.set_result(result)


def _work(state, initializer, initargs):
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException as error:
            _trace.log("concurrent.futures", 50, "Exception in initializer:", error)
            state.fail("A thread initializer failed, the thread pool is not usable anymore")
            return
    queue = state.queue
    try:
        while True:
            if queue.empty():
                state.idle.add()
            job = queue.get()
            if job is not None:
                _trace.charge("executor_begin")
                job.run()
                del job
            elif state.over or _exiting:
                # The others hear of it, too.
                state.over = True
                queue.put(None)
                return
    except BaseException as error:
        _trace.log("concurrent.futures", 50, "Exception in worker", error)
    finally:
        _queues.pop(threading.current_thread(), None)


class ThreadPoolExecutor(Executor):
    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        global _pools
        if max_workers is None:
            max_workers = min(32, _trace.cpu_count() + 4)
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        if not thread_name_prefix:
            thread_name_prefix = f"ThreadPoolExecutor-{_pools}"
            _pools += 1
        self._max_workers = max_workers
        self._thread_name_prefix = thread_name_prefix
        self._initializer = initializer
        self._initargs = initargs
        self._threads = set()
        self._state = _State()
        self._work_queue = self._state.queue
        self._pool = _trace.pool_created(thread_name_prefix, max_workers)

    @property
    def _shutdown(self):
        return self._state.over

    @property
    def _broken(self):
        return self._state.broken or False

    def submit(self, fn, /, *args, **kwargs):
        state = self._state
        with state.lock, _exit_lock:
            if state.broken:
                raise BrokenThreadPool(state.broken)
            if state.over:
                raise RuntimeError("cannot schedule new futures after shutdown")
            if _exiting:
                raise RuntimeError("cannot schedule new futures after interpreter shutdown")
            _trace.charge("executor_submit")
            future = Future()
            future._job = _trace.job_submitted(self._pool, fn)
            state.queue.put(_Job(self._pool, future._job, future, fn, args, kwargs))
            if not state.idle.take() and len(self._threads) < self._max_workers:
                self._start_worker()
            return future

    def _start_worker(self):
        name = f"{self._thread_name_prefix}_{len(self._threads)}"
        thread = threading.Thread(target=_work, name=name, args=(self._state, self._initializer, self._initargs))
        _queues[thread] = self._state.queue
        try:
            thread.start()
        except RuntimeError:
            del _queues[thread]
            raise
        self._threads.add(thread)

    def shutdown(self, wait=True, *, cancel_futures=False):
        state = self._state
        with state.lock:
            state.over = True
            if cancel_futures:
                while not state.queue.empty():
                    job = state.queue.get_nowait()
                    if job is not None:
                        job.future.cancel()
            state.queue.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def __del__(self):
        state = getattr(self, "_state", None)
        if state is not None and self._threads:
            state.over = True
            state.queue.put(None)


def _stop_all():
    global _exiting
    with _exit_lock:
        _exiting = True
    workers = list(_queues.items())
    for _, queue in workers:
        queue.put(None)
    for thread, _ in workers:
        thread.join()


threading._register_atexit(_stop_all)
