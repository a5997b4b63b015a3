# asyncio.runners

import _signals
import _trace
import asyncio.events
from _asyncio import _get_running_loop, all_tasks, iscoroutine
from asyncio.exceptions import CancelledError
from asyncio.tasks import gather
from contextvars import copy_context
from inspect import isawaitable

_JOIN_TIMEOUT = 300


class Runner:
    def __init__(self, *, debug=None, loop_factory=None):
        self._state = "created"
        self._debug = debug
        self._loop_factory = loop_factory
        self._loop = None
        self._context = None
        self._set_event_loop = False
        self._interrupt_count = 0

    def __enter__(self):
        self._begin()
        return self

    def __exit__(self, kind, value, traceback):
        self.close()

    def _begin(self):
        if self._state == "closed":
            raise RuntimeError("Runner is closed")
        if self._state == "initialized":
            return
        _trace.charge("asyncio_run")
        if self._loop_factory is None:
            self._loop = asyncio.events.new_event_loop()
            if not self._set_event_loop:
                asyncio.events.set_event_loop(self._loop)
                self._set_event_loop = True
        else:
            self._loop = self._loop_factory()
        if self._debug is not None:
            self._loop.set_debug(self._debug)
        self._context = copy_context()
        self._state = "initialized"

    def get_loop(self):
        self._begin()
        return self._loop

    def run(self, coro, *, context=None):
        late = _trace.version() >= (3, 14)
        if not late and not iscoroutine(coro):
            raise ValueError(f"a coroutine was expected, got {coro!r}")
        if _get_running_loop() is not None:
            raise RuntimeError("Runner.run() cannot be called from a running event loop")
        self._begin()
        if not iscoroutine(coro):
            if not isawaitable(coro):
                raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")

            async def _wrap_awaitable(awaitable):
                return await awaitable  # 3.14: 99

            coro = _wrap_awaitable(coro)
        if context is None:
            context = self._context
        task = self._loop.create_task(coro, context=context)
        handlers, sigint = _signals.handlers, _signals.SIGINT
        handler = None
        if _signals.in_main_thread() and handlers[sigint] is _signals.default_int_handler:
            handlers[sigint] = handler = lambda signum, frame: self._on_sigint(task)
        self._interrupt_count = 0
        try:
            return self._loop.run_until_complete(task)
        except CancelledError:
            if self._interrupt_count > 0 and task.uncancel() == 0:
                raise KeyboardInterrupt()
            raise
        finally:
            if handler is not None and handlers[sigint] is handler:
                handlers[sigint] = _signals.default_int_handler

    def _on_sigint(self, task):
        self._interrupt_count += 1
        if self._interrupt_count > 1 or task.done():
            raise KeyboardInterrupt()
        task.cancel()
        # So that a loop that waits goes on.
        self._loop.call_soon_threadsafe(lambda: None)

    def close(self):
        if self._state != "initialized":
            return
        loop = self._loop
        try:
            _cancel_all_tasks(loop)
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor(_JOIN_TIMEOUT))
        finally:
            if self._set_event_loop:
                asyncio.events.set_event_loop(None)
            loop.close()
            _trace.charge("asyncio_close")
            self._loop = None
            self._state = "closed"


def run(main, *, debug=None, loop_factory=None):
    if _get_running_loop() is not None:
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    with Runner(debug=debug, loop_factory=loop_factory) as runner:
        return runner.run(main)


def _cancel_all_tasks(loop):
    tasks = all_tasks(loop)
    if not tasks:
        return
    for task in tasks:
        task.cancel()
    loop.run_until_complete(gather(*tasks, return_exceptions=True))
    for task in tasks:
        if not task.cancelled() and task.exception() is not None:
            loop.call_exception_handler(
                {
                    "message": "unhandled exception during asyncio.run() shutdown",
                    "exception": task.exception(),
                    "task": task,
                }
            )
