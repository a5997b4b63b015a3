# asyncio: what the first scenarios use.

import contextvars
import threading

from _asyncio import (
    EventLoop, Future, Handle, Task, TimerHandle, _get_running_loop, _mark, _set_result_unless_cancelled, all_tasks,
    current_task,
)
from _trace import charge, cpu_count, job_begin, job_end, job_submitted, pool_created


class CancelledError(BaseException):
    pass


class InvalidStateError(Exception):
    pass


TimeoutError = TimeoutError
_mark(CancelledError, InvalidStateError)


def get_running_loop():
    loop = _get_running_loop()
    if loop is None:
        raise RuntimeError("no running event loop")
    return loop


class _Pool:
    def __init__(self, loop):
        self.size = min(32, cpu_count() + 4)
        self.id = pool_created("asyncio", self.size)
        self.jobs = []
        self.threads = []
        self.idle = 0
        self.mutex = threading.Lock()
        self.closed = False
        self.waiting = []

    def submit(self, future, function, args):
        charge("executor_submit")
        job = job_submitted(self.id, function)
        future._waits_for("job", job)
        self.jobs.append((future, job, function, args))
        if self.waiting:
            self.waiting.pop(0).release()
        elif len(self.threads) < self.size:
            thread = threading.Thread(target=self.work, name=f"asyncio_{len(self.threads)}", daemon=True)
            self.threads.append(thread)
            thread.start()

    def work(self):
        while True:
            while not self.jobs:
                if self.closed:
                    return
                signal = threading.Lock()
                signal.acquire()
                self.waiting.append(signal)
                signal.acquire()
            future, job, function, args = self.jobs.pop(0)
            charge("executor_begin")
            job_begin(self.id, job)
            result = error = None
            try:
                result = function(*args)
            except BaseException as raised:
                error = raised
            job_end(self.id, job)
            future.get_loop().call_soon_threadsafe(_settle, future, result, error)
            future = function = args = result = error = None

    def shutdown(self):
        self.closed = True
        while self.waiting:
            self.waiting.pop(0).release()
        for thread in self.threads:
            thread.join()


def _settle(future, result, error):
    if future.cancelled():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)


class _Loop(EventLoop):
    def create_future(self):
        return Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        return Task(coro, loop=self, name=name, context=context)

    def run_in_executor(self, executor, func, *args):
        pool = getattr(self, "_pool", None)
        if pool is None:
            pool = self._pool = _Pool(self)
        future = self.create_future()
        pool.submit(future, func, args)
        return future

    def run_until_complete(self, future):
        task = ensure_future(future, loop=self)
        task.add_done_callback(self._stop_when_done)
        try:
            self.run_forever()
        finally:
            task.remove_done_callback(self._stop_when_done)
        if not task.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        return task.result()

    def _stop_when_done(self, future):
        self.stop()

    def close(self):
        self._close()


def new_event_loop():
    return _Loop()


def run(main, *, debug=None):
    if _get_running_loop() is not None:
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    charge("asyncio_run")
    loop = new_event_loop()
    try:
        return loop.run_until_complete(main)
    finally:
        try:
            _cancel_all(loop)
            pool = getattr(loop, "_pool", None)
            if pool is not None:
                pool.shutdown()
        finally:
            charge("asyncio_close")
            loop.close()


def _cancel_all(loop):
    tasks = all_tasks(loop)
    if not tasks:
        return
    for task in tasks:
        task.cancel()
    loop.run_until_complete(gather(*tasks, return_exceptions=True, _loop=loop))


class _Gathering(Future):
    def cancel(self, msg=None):
        if self.done():
            return False
        did = False
        for child in self._children:
            if child.cancel(msg=msg):
                did = True
        if did:
            self._cancel_requested = True
        return did


def ensure_future(awaitable, *, loop=None):
    if isinstance(awaitable, Future):
        return awaitable
    if loop is None:
        loop = get_running_loop()
    return loop.create_task(awaitable)


def gather(*awaitables, return_exceptions=False, _loop=None):
    loop = _loop or get_running_loop()
    if not awaitables:
        outer = loop.create_future()
        outer.set_result([])
        return outer
    children = []
    known = {}
    outer = _Gathering(loop=loop)
    left = 0

    def done(child):
        nonlocal left
        left -= 1
        if outer.done():
            if not child.cancelled():
                child.exception()
            return
        if not return_exceptions:
            if child.cancelled():
                outer.set_exception(child._make_cancelled_error())
                return
            error = child.exception()
            if error is not None:
                outer.set_exception(error)
                return
        if left == 0:
            results = []
            for each in children:
                if each.cancelled():
                    results.append(CancelledError("" if each._cancel_message is None else each._cancel_message))
                else:
                    error = each.exception()
                    results.append(each.result() if error is None else error)
            if outer._cancel_requested:
                outer.set_exception(child._make_cancelled_error() if child.cancelled() else CancelledError())
            else:
                outer.set_result(results)

    for awaitable in awaitables:
        charge("gather_child")
        child = known.get(id(awaitable))
        if child is None:
            child = ensure_future(awaitable, loop=loop)
            known[id(awaitable)] = child
            left += 1
            child.add_done_callback(done)
        children.append(child)
    outer._children = children
    outer._cancel_requested = False
    return outer


class _Bare:
    def __await__(self):
        yield


async def sleep(delay, result=None):
    if delay <= 0:
        await _Bare()
        return result
    loop = get_running_loop()
    future = loop.create_future()
    future._waits_for("sleep")
    handle = loop.call_later(delay, _set_result_unless_cancelled, future, result)
    try:
        return await future
    finally:
        handle.cancel()


def create_task(coro, *, name=None, context=None):
    return get_running_loop().create_task(coro, name=name, context=context)


async def to_thread(func, /, *args, **kwargs):
    loop = get_running_loop()
    context = contextvars.copy_context()
    return await loop.run_in_executor(None, _Call(context, func, args, kwargs))


class _Call:
    def __init__(self, context, func, args, kwargs):
        self.context = context
        self.func = func
        self.args = args
        self.kwargs = kwargs

    def __call__(self):
        return self.context.run(self.func, *self.args, **self.kwargs)
