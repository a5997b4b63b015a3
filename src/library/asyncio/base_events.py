# asyncio.base_events: a loop without its passes, which are native.

import _signals
import _trace
import concurrent.futures
import threading
import warnings
from _asyncio import Task, _set_result_unless_cancelled
from _frames import StackSummary
from asyncio.events import AbstractEventLoop, _get_running_loop
from asyncio.futures import isfuture, wrap_future
from asyncio.tasks import _only_eager_start, ensure_future, gather
from asyncio.timeouts import timeout as _timeout
from contextvars import copy_context
from inspect import iscoroutine, iscoroutinefunction


# What a context says of where things were made.
_CREATED = {"source_traceback": "Object", "handle_traceback": "Handle"}


def _text_of(stack):
    return stack if isinstance(stack, str) else "".join(StackSummary.from_list(stack).format())


def _run_until_complete_cb(fut):
    if not fut.cancelled() and isinstance(fut.exception(), (SystemExit, KeyboardInterrupt)):
        # It leaves the loop by itself.
        return
    fut.get_loop().stop()


def _sighandler_noop(signum, frame):
    pass

# What CPython's loops do with sockets, pipes and processes.
_NEEDS_MORE = (
    "create_connection", "create_server", "create_unix_connection", "create_unix_server", "create_datagram_endpoint",
    "connect_accepted_socket", "connect_read_pipe", "connect_write_pipe", "subprocess_exec", "subprocess_shell",
    "add_reader", "remove_reader", "add_writer", "remove_writer", "sock_recv", "sock_recv_into", "sock_recvfrom",
    "sock_sendall", "sock_sendto", "sock_connect", "sock_accept", "sock_sendfile", "sendfile", "start_tls",
    "getaddrinfo", "getnameinfo",
)

_unsaid = object()
_knows_eager_start = _trace.version() >= (3, 14)
# 3.13 gives also a task without a name one that says so.
_names_all = _trace.version() >= (3, 13)


class BaseEventLoop(AbstractEventLoop):
    def __init__(self):
        self._default_executor = None
        self._executor_shutdown_called = False
        self._task_factory = None
        self._signal_handlers = {}

    def __repr__(self):
        return (
            f"<{type(self).__name__} running={self.is_running()} "
            f"closed={self.is_closed()} debug={self.get_debug()}>"
        )

    # Tasks

    def create_task(self, coro, *, name=None, context=None, eager_start=_unsaid):
        self._check_closed()
        if eager_start is _unsaid and self._task_factory is None:
            return Task(coro, loop=self, name=name, context=context)
        more = {}
        if eager_start is not _unsaid:
            more["eager_start"] = eager_start
            _only_eager_start(more, "BaseEventLoop.create_task")
        return self._make_task(coro, name, context, more)

    def _make_task(self, coro, name, context, more):
        factory = self._task_factory
        if factory is None:
            return Task(coro, loop=self, name=name, context=context, **more)
        if context is not None:
            more["context"] = context
        if _knows_eager_start:
            # Since 3.14 a factory gets the name, too.
            if name is not None:
                more["name"] = name
            return factory(self, coro, **more)
        task = factory(self, coro, **more)
        if name is not None or _names_all:
            task.set_name(name)
        return task

    def __getattr__(self, name):
        if name in _NEEDS_MORE:
            _trace.limit(
                f"loop.{name}() is not part of Loopscope: there is no network and no other program; "
                "await asyncio.sleep() for the time that it takes"
            )
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)

    def set_task_factory(self, factory):
        if factory is not None and not callable(factory):
            raise TypeError("task factory must be a callable or None")
        self._task_factory = factory

    def get_task_factory(self):
        return self._task_factory

    # Running

    def _check_closed(self):
        if self.is_closed():
            raise RuntimeError("Event loop is closed")

    def run_until_complete(self, future):
        self._check_closed()
        if self.is_running():
            raise RuntimeError("This event loop is already running")
        if _get_running_loop() is not None:
            raise RuntimeError("Cannot run the event loop while another loop is running")
        is_new = not isfuture(future)
        future = ensure_future(future, loop=self)
        if is_new:
            future._log_destroy_pending = False
        future.add_done_callback(_run_until_complete_cb)
        try:
            self.run_forever()
        except BaseException:
            if is_new and future.done() and not future.cancelled():
                future.exception()
            raise
        finally:
            future.remove_done_callback(_run_until_complete_cb)
        if not future.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        return future.result()

    def close(self):
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        if self.is_closed():
            return
        for sig in [*self._signal_handlers]:
            self.remove_signal_handler(sig)
        self._close()
        self._executor_shutdown_called = True
        executor = self._default_executor
        if executor is not None:
            self._default_executor = None
            executor.shutdown(wait=False)

    # Other threads

    def run_in_executor(self, executor, func, *args):
        self._check_closed()
        if executor is None:
            if self._executor_shutdown_called:
                raise RuntimeError("Executor shutdown has been called")
            executor = self._default_executor
            if executor is None:
                executor = concurrent.futures.ThreadPoolExecutor(thread_name_prefix="asyncio")
                self._default_executor = executor
        return wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        if not isinstance(executor, concurrent.futures.ThreadPoolExecutor):
            raise TypeError("executor must be ThreadPoolExecutor instance")
        self._default_executor = executor

    async def shutdown_default_executor(self, timeout=None):
        self._executor_shutdown_called = True
        if self._default_executor is None:
            return
        future = self.create_future()
        thread = threading.Thread(target=self._do_shutdown, args=(future,))
        thread.start()
        try:
            async with _timeout(timeout):
                await future  # 3.14: 610
        except TimeoutError:
            warnings.warn(
                f"The executor did not finishing joining its threads within {timeout} seconds.", RuntimeWarning
            )
            self._default_executor.shutdown(wait=False)
        else:
            thread.join()

    def _do_shutdown(self, future):
        try:
            self._default_executor.shutdown(wait=True)
            if not self.is_closed():
                self.call_soon_threadsafe(_set_result_unless_cancelled, future, None)
        except Exception as error:
            if not self.is_closed() and not future.cancelled():
                self.call_soon_threadsafe(future.set_exception, error)

    # Asynchronous generators

    def _asyncgen_finalizer_hook(self, agen):
        if not self.is_closed():
            self.call_soon_threadsafe(self.create_task, agen.aclose())

    async def shutdown_asyncgens(self):
        generators = self._take_asyncgens()
        if not generators:
            return
        results = await gather(*[agen.aclose() for agen in generators], return_exceptions=True)  # 3.14: 582
        for result, agen in zip(results, generators):
            if isinstance(result, Exception):
                self.call_exception_handler(
                    {
                        "message": f"an error occurred during closing of asynchronous generator {agen!r}",
                        "exception": result,
                        "asyncgen": agen,
                    }
                )

    # What nobody caught

    def default_exception_handler(self, context):
        message = context.get("message") or "Unhandled exception in event loop"
        if "source_traceback" not in context and self._handle_stack:
            context["handle_traceback"] = self._handle_stack
        lines = [message]
        for key in sorted(context):
            if key in _CREATED:
                text = _text_of(context[key])
                lines.append(f"{key}: {_CREATED[key]} created at (most recent call last):\n{text}".rstrip())
            elif key not in ("message", "exception"):
                lines.append(f"{key}: {context[key]!r}")
        _trace.log("asyncio", 40, "\n".join(lines), context.get("exception"))

    def call_exception_handler(self, context):
        handler = self.get_exception_handler()
        try:
            if handler is None:
                self.default_exception_handler(context)
                return
            thing = context.get("task") or context.get("future") or context.get("handle")
            if isinstance(context.get("source_traceback"), str):
                context["source_traceback"] = StackSummary.of_text(context["source_traceback"])
            where = thing.get_context() if hasattr(thing, "get_context") else None
            if where is None:
                handler(self, context)
            else:
                where.run(handler, self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if handler is None:
                _trace.log("asyncio", 40, "Exception in default exception handler", error)
                return
            self.default_exception_handler(
                {"message": "Unhandled error in exception handler", "exception": error, "context": context}
            )

    # Signals

    def add_signal_handler(self, sig, callback, *args):
        if iscoroutinefunction(callback) or iscoroutine(callback):
            raise TypeError("coroutines cannot be used with add_signal_handler()")
        self._check_signal(sig)
        self._check_closed()
        if not _signals.in_main_thread():
            raise RuntimeError("set_wakeup_fd only works in main thread of the main interpreter")
        self._signal_handlers[int(sig)] = (callback, args, copy_context())
        _signals.handlers[int(sig)] = _sighandler_noop
        _signals.loop = self

    def remove_signal_handler(self, sig):
        self._check_signal(sig)
        if self._signal_handlers.pop(int(sig), None) is None:
            return False
        _signals.handlers[int(sig)] = _signals.default_int_handler if sig == _signals.SIGINT else 0
        if not self._signal_handlers and _signals.loop is self:
            _signals.loop = None
        return True

    def _check_signal(self, sig):
        if not isinstance(sig, int):
            raise TypeError(f"sig must be an int, not {sig!r}")
        if not 1 <= sig < 65:
            raise ValueError(f"invalid signal number {sig}")

    def _signal_came(self, sig):
        # It wakes the loop, which then finds what to call.
        if sig in self._signal_handlers:
            self.call_soon_threadsafe(self._handle_signal, sig)
        else:
            self._wake()

    def _handle_signal(self, sig):
        handler = self._signal_handlers.get(sig)
        if handler is not None:
            callback, args, context = handler
            self.call_soon(callback, *args, context=context)
