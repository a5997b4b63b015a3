# asyncio.taskgroups

import _trace
from _asyncio import _awaited_by, current_task, get_running_loop
from asyncio.exceptions import CancelledError
from asyncio.tasks import _only_eager_start

_counts_late = _trace.version() >= (3, 13)


class TaskGroup:
    def __init__(self):
        self._entered = False
        self._exiting = False
        self._aborting = False
        self._loop = None
        self._parent_task = None
        self._parent_cancel_requested = False
        self._tasks = set()
        self._errors = []
        self._base_error = None
        self._all_done = None

    def __repr__(self):
        text = ""
        if self._tasks:
            text += f" tasks={len(self._tasks)}"
        if self._errors:
            text += f" errors={len(self._errors)}"
        if self._aborting:
            text += " cancelling"
        elif self._entered:
            text += " entered"
        return f"<TaskGroup{text}>"

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError(f"TaskGroup {self!r} has already been entered")
        self._loop = get_running_loop()
        self._parent_task = current_task(self._loop)
        if self._parent_task is None:
            raise RuntimeError(f"TaskGroup {self!r} cannot determine the parent task")
        self._entered = True
        return self

    async def __aexit__(self, kind, error, traceback):
        return await self._aexit(kind, error)  # 3.14: 72

    async def _aexit(self, kind, error):
        self._exiting = True
        if self._base_error is None and isinstance(error, (SystemExit, KeyboardInterrupt)):
            self._base_error = error
        is_cancellation = kind is not None and issubclass(kind, CancelledError)
        cancellation = error if is_cancellation else None
        if self._parent_cancel_requested and not _counts_late and self._parent_task.uncancel() == 0:
            cancellation = None
        if kind is not None and not self._aborting:
            self._abort()
        while self._tasks:
            self._all_done = self._loop.create_future()
            try:
                await self._all_done  # 3.14: 121
            except CancelledError as outside:
                if not self._aborting:
                    cancellation = outside
                    self._abort()
            self._all_done = None
        try:
            if self._base_error is not None:
                raise self._base_error
            if self._parent_cancel_requested and _counts_late and self._parent_task.uncancel() == 0:
                # The cancellation was the group's own, and it is over.
                cancellation = None
            if cancellation is not None and not self._errors:
                raise cancellation
            if error is not None and not is_cancellation:
                self._errors.append(error)
            if self._errors:
                if _counts_late and self._parent_task.cancelling():
                    # Cancelled from outside, too: the next await shall notice.
                    self._parent_task.uncancel()
                    self._parent_task.cancel()
                raise BaseExceptionGroup("unhandled errors in a TaskGroup", self._errors) from None
        finally:
            cancellation = error = None
            self._parent_task = None
            self._errors = None if self._errors else self._errors
            self._base_error = None

    def create_task(self, coro, *, name=None, context=None, **more):
        if more:
            _only_eager_start(more, "TaskGroup.create_task")
        problem = None
        if not self._entered:
            problem = "has not been entered"
        elif self._exiting and not self._tasks:
            problem = "is finished"
        elif self._aborting:
            problem = "is shutting down"
        if problem is not None:
            if _counts_late:
                coro.close()
            raise RuntimeError(f"TaskGroup {self!r} {problem}")
        task = self._loop.create_task(coro, name=name, context=context, **more)
        if task.done() and _counts_late:
            self._on_task_done(task)
        else:
            _awaited_by(task, self._parent_task)
            self._tasks.add(task)
            task.add_done_callback(self._on_task_done)
        return task

    def _abort(self):
        self._aborting = True
        for task in self._tasks:
            if not task.done():
                task.cancel()

    def _on_task_done(self, task):
        self._tasks.discard(task)
        if self._all_done is not None and not self._tasks and not self._all_done.done():
            self._all_done.set_result(True)
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            return
        self._errors.append(error)
        if self._base_error is None and isinstance(error, (SystemExit, KeyboardInterrupt)):
            self._base_error = error
        parent = self._parent_task
        if parent.done():
            self._loop.call_exception_handler(
                {
                    "message": f"Task {task!r} has errored out but its parent task {parent} is already completed",
                    "exception": error,
                    "task": task,
                }
            )
        elif not self._aborting and not self._parent_cancel_requested:
            self._abort()
            self._parent_cancel_requested = True
            parent.cancel()
