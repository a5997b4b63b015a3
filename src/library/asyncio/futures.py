# asyncio.futures: what connects futures of a loop with futures of other threads. The futures themselves are native.

import concurrent.futures
from _asyncio import Future, _set_result_unless_cancelled, get_event_loop, isfuture
from asyncio.exceptions import CancelledError, InvalidStateError


def _copy_outcome(source, target):
    # Both sides may be of either kind.
    if target.cancelled():
        return
    if source.cancelled():
        target.cancel()
        return
    error = source.exception()
    if error is None:
        target.set_result(source.result())
    else:
        target.set_exception(_converted(error))


def _copy_to_thread(source, target):
    # From a loop's future to one that a thread may wait for: it counts as running from here on.
    if source.cancelled():
        target.cancel()
    if not target.set_running_or_notify_cancel():
        return
    error = source.exception()
    if error is None:
        target.set_result(source.result())
    else:
        target.set_exception(_converted(error))


def _converted(error):
    kind = type(error)
    if kind is concurrent.futures.CancelledError:
        return CancelledError(*error.args)
    if kind is concurrent.futures.InvalidStateError:
        return InvalidStateError(*error.args)
    return error


def _chain_future(source, target):
    # When the source is done the target becomes so, too; when the target is cancelled the source is.
    source_loop = source.get_loop() if isfuture(source) else None
    target_loop = target.get_loop() if isfuture(target) else None
    copy = _copy_to_thread if target_loop is None else _copy_outcome

    def _call_check_cancel(target):
        if target.cancelled():
            if source_loop is None or source_loop is target_loop:
                source.cancel()
            else:
                source_loop.call_soon_threadsafe(source.cancel)

    def _call_set_state(source):
        if target_loop is None or target_loop is source_loop:
            copy(source, target)
        elif not target_loop.is_closed():
            target_loop.call_soon_threadsafe(copy, source, target)

    target.add_done_callback(_call_check_cancel)
    source.add_done_callback(_call_set_state)


def wrap_future(future, *, loop=None):
    if isfuture(future):
        return future
    assert isinstance(future, concurrent.futures.Future), f"concurrent.futures.Future is expected, got {future!r}"
    if loop is None:
        loop = get_event_loop()
    wrapped = loop.create_future()
    if future._job:
        wrapped._waits_for("job", future._job)
    _chain_future(future, wrapped)
    return wrapped
