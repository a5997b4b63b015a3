# asyncio.tasks: making tasks and waiting for them.

import _trace
import concurrent.futures
from _asyncio import (
    Task,
    _awaited_here,
    _enter_task,
    _leave_task,
    _set_result_unless_cancelled,
    all_tasks,
    current_task,
    get_event_loop,
    get_running_loop,
    iscoroutine,
    isfuture,
)
from asyncio.exceptions import CancelledError
from asyncio.futures import Future, _chain_future
from asyncio.queues import Queue
from asyncio.timeouts import timeout as _timeout
from inspect import isawaitable

FIRST_COMPLETED = concurrent.futures.FIRST_COMPLETED
FIRST_EXCEPTION = concurrent.futures.FIRST_EXCEPTION
ALL_COMPLETED = concurrent.futures.ALL_COMPLETED


def _only_eager_start(more, function):
    # What else may be said of a new task, since 3.14.
    if _trace.version() < (3, 14):
        raise TypeError(f"{function}() got an unexpected keyword argument {next(iter(more))!r}")
    for name in more:
        if name != "eager_start":
            raise TypeError(f"Task() got an unexpected keyword argument {name!r}")


def create_task(coro, *, name=None, context=None, **more):
    if more:
        _only_eager_start(more, "create_task")
    return get_running_loop().create_task(coro, name=name, context=context, **more)


class _Pause:
    # Awaiting it lets the loop make one pass.

    def __await__(self):
        yield


_pause = _Pause()
_checks_nan = _trace.version() >= (3, 13)


async def sleep(delay, result=None):
    if delay <= 0:
        await _pause  # 3.14: 690
        return result
    if delay != delay and _checks_nan:
        raise ValueError("Invalid delay: NaN (not a number)")
    loop = get_running_loop()
    future = loop.create_future()
    future._waits_for("sleep")
    handle = loop.call_later(delay, _set_result_unless_cancelled, future, result)
    try:
        return await future  # 3.14: 702
    finally:
        handle.cancel()


def ensure_future(coro_or_future, *, loop=None):
    if isfuture(coro_or_future):
        if loop is not None and loop is not coro_or_future.get_loop():
            raise ValueError("The future belongs to a different loop than the one specified as the loop argument")
        return coro_or_future
    coro = coro_or_future
    if not iscoroutine(coro):
        if not isawaitable(coro):
            raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")

        async def _wrap_awaitable(awaitable):
            return await awaitable  # 3.14: 721

        coro = _wrap_awaitable(coro)
    if loop is None:
        loop = get_event_loop()
    try:
        return loop.create_task(coro)
    except RuntimeError:
        if coro is coro_or_future:
            coro.close()
        raise


class _GatheringFuture(Future):
    # Cancelling it cancels what it gathers; it is cancelled itself only when they are done.

    def __init__(self, children, *, loop):
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        any_cancelled = False
        for child in self._children:
            if child.cancel(msg=msg):
                any_cancelled = True
        if any_cancelled:
            self._cancel_requested = True
        return any_cancelled


def gather(*coros_or_futures, return_exceptions=False):
    if not coros_or_futures:
        empty = get_event_loop().create_future()
        empty.set_result([])
        return empty

    outer = None
    left = 0

    def _done_callback(fut):
        nonlocal left
        left -= 1
        if outer is None or outer.done():
            if not fut.cancelled():
                fut.exception()
            return
        if not return_exceptions:
            if fut.cancelled():
                outer.set_exception(fut._make_cancelled_error())
                return
            error = fut.exception()
            if error is not None:
                outer.set_exception(error)
                return
        if left:
            return
        results = []
        for child in children:
            if child.cancelled():
                message = child._cancel_message
                results.append(CancelledError("" if message is None else message))
            else:
                error = child.exception()
                results.append(child.result() if error is None else error)
        if outer._cancel_requested:
            outer.set_exception(fut._make_cancelled_error())
        else:
            outer.set_result(results)

    loop = None
    known = {}
    children = []
    done = []
    for arg in coros_or_futures:
        fut = known.get(arg)
        if fut is None:
            _trace.charge("gather_child")
            fut = known[arg] = ensure_future(arg, loop=loop)
            if loop is None:
                loop = fut.get_loop()
            if fut is not arg:
                fut._log_destroy_pending = False
            left += 1
            if fut.done():
                done.append(fut)
            else:
                _awaited_here(fut)
                fut.add_done_callback(_done_callback)
        children.append(fut)
    outer = _GatheringFuture(children, loop=loop)
    # Those that were done before, eager tasks among them, are looked at now.
    for fut in done:
        _done_callback(fut)
    return outer


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    if isfuture(fs) or iscoroutine(fs):
        raise TypeError(f"expect a list of futures, not {type(fs).__name__}")
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return_when value: {return_when}")
    fs = set(fs)
    if any(iscoroutine(f) for f in fs):
        raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    return await _wait(fs, timeout, return_when, get_running_loop())  # 3.14: 432


async def _wait(fs, timeout, return_when, loop):
    waiter = loop.create_future()
    timer = None
    if timeout is not None:
        timer = loop.call_later(timeout, _release_waiter, waiter)
    left = len(fs)

    def _on_completion(f):
        nonlocal left
        left -= 1
        enough = left <= 0 or return_when == FIRST_COMPLETED
        if not enough and return_when == FIRST_EXCEPTION:
            enough = not f.cancelled() and f.exception() is not None
        if enough:
            if timer is not None:
                timer.cancel()
            _release_waiter(waiter)

    for f in fs:
        f.add_done_callback(_on_completion)
        _awaited_here(f)
    try:
        await waiter  # 3.14: 521
    finally:
        if timer is not None:
            timer.cancel()
        for f in fs:
            f.remove_done_callback(_on_completion)
    done = set()
    pending = set()
    for f in fs:
        (done if f.done() else pending).add(f)
    return done, pending


def _release_waiter(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


async def wait_for(fut, timeout):
    if timeout is not None and timeout <= 0:
        # There is no time even to begin.
        fut = ensure_future(fut)
        if not fut.done():
            await _cancel_and_wait(fut)  # 3.14: 481
            try:
                return fut.result()
            except CancelledError as error:
                raise TimeoutError from error
        return fut.result()
    async with _timeout(timeout):
        return await fut  # 3.14: 488


async def _cancel_and_wait(fut):
    waiter = get_running_loop().create_future()

    def _release(fut):
        _release_waiter(waiter)

    fut.add_done_callback(_release)
    try:
        fut.cancel()
        await waiter  # 3.14: 549
    finally:
        fut.remove_done_callback(_release)


def shield(arg):
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = inner.get_loop().create_future()
    _awaited_here(inner)

    def _inner_done_callback(inner):
        if outer.cancelled():
            if not inner.cancelled():
                inner.exception()
        elif inner.cancelled():
            outer.cancel()
        else:
            error = inner.exception()
            if error is None:
                outer.set_result(inner.result())
            else:
                outer.set_exception(error)

    def _outer_done_callback(outer):
        if not inner.done():
            inner.remove_done_callback(_inner_done_callback)

    inner.add_done_callback(_inner_done_callback)
    outer.add_done_callback(_outer_done_callback)
    return outer


class _AsCompletedIterator:
    def __init__(self, aws, timeout):
        loop = get_event_loop()
        self._done = Queue()
        self._timer = None
        self._todo = {ensure_future(aw, loop=loop) for aw in set(aws)}
        self._left = len(self._todo)
        for f in self._todo:
            f.add_done_callback(self._handle_completion)
        if self._todo and timeout is not None:
            self._timer = loop.call_later(timeout, self._handle_timeout)

    def _handle_timeout(self):
        for f in self._todo:
            f.remove_done_callback(self._handle_completion)
            self._done.put_nowait(None)
        self._todo.clear()

    def _handle_completion(self, f):
        if not self._todo:
            return
        self._todo.remove(f)
        self._done.put_nowait(f)
        if not self._todo and self._timer is not None:
            self._timer.cancel()

    async def _wait_for_one(self, resolve=False):
        f = await self._done.get()  # 3.14: 614
        if f is None:
            raise TimeoutError
        return f.result() if resolve else f

    def __iter__(self):
        return self

    def __next__(self):
        if not self._left:
            raise StopIteration
        self._left -= 1
        return self._wait_for_one(resolve=True)

    def __aiter__(self):
        if _trace.version() < (3, 13):
            raise TypeError("'async for' requires an object with __aiter__ method, got generator")
        return self

    async def __anext__(self):
        if not self._left:
            raise StopAsyncIteration
        self._left -= 1
        return await self._wait_for_one()  # 3.14: 587


def as_completed(fs, *, timeout=None):
    if isfuture(fs) or iscoroutine(fs):
        what = "an iterable of awaitables" if _trace.version() >= (3, 13) else "expect an iterable of futures"
        if what.startswith("an"):
            what = "expects " + what
        raise TypeError(f"{what}, not {type(fs).__name__}")
    return _AsCompletedIterator(fs, timeout)


def run_coroutine_threadsafe(coro, loop):
    if not iscoroutine(coro):
        raise TypeError("A coroutine object is required")
    future = concurrent.futures.Future()

    def callback():
        try:
            _chain_future(ensure_future(coro, loop=loop), future)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if future.set_running_or_notify_cancel():
                future.set_exception(error)
            raise

    loop.call_soon_threadsafe(callback)
    return future


def create_eager_task_factory(custom_task_constructor):
    def factory(loop, coro, *, name=None, context=None, eager_start=True):
        return custom_task_constructor(coro, loop=loop, name=name, context=context, eager_start=eager_start)

    return factory


eager_task_factory = create_eager_task_factory(Task)
