"""CPython 3.14 under `pyodide.mjs`: a clock that only waiting moves, an event loop on it, a program's beginning and end."""

import asyncio
import atexit
import collections
import gc
import io
import json
import os
import re
import sys
import threading
import time
import traceback
import types

TICK = 1e-6
BEGIN = 1000.0

_clock = BEGIN
_moments = []
_trees = []


def _now():
    return _clock - BEGIN


def _read():
    global _clock
    _clock += TICK
    return _clock


def _wait(seconds):
    """Lets time pass, and looks at the tasks at the moments that come in between."""
    global _clock
    until = _clock + max(0.0, seconds)
    while _moments and BEGIN + _moments[0] <= until:
        at = _moments.pop(0)
        _clock = max(_clock, BEGIN + at)
        _trees.append({"at": at, "lines": _tree()})
    _clock = until


def _sleep(seconds):
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    _wait(seconds)


class _Stream(io.TextIOBase):
    """A terminal that remembers when which line was written."""

    def __init__(self):
        self.lines = []
        self._rest = ""

    def isatty(self):
        return True

    def writable(self):
        return True

    def write(self, text):
        *whole, self._rest = (self._rest + text).split("\n")
        self.lines += [(_now(), line) for line in whole]
        return len(text)

    def all(self):
        return self.lines + [(_now(), self._rest)] * bool(self._rest)


class _Selector:
    """Nothing ever arrives: there are no sockets, and no other threads."""

    def select(self, timeout):
        if timeout is None:
            raise RuntimeError("the loop would wait for ever")
        _wait(timeout)
        return []


class _UnixSelectorEventLoop(asyncio.BaseEventLoop):
    # Named as the loop that programs have elsewhere.

    def __init__(self):
        super().__init__()
        self._selector = _Selector()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass


class Policy(asyncio.events._BaseDefaultEventLoopPolicy):
    _loop_factory = _UnixSelectorEventLoop


_Result = collections.namedtuple("_Result", "thread_id awaited_by")
_Task = collections.namedtuple("_Task", "task_id task_name coroutine_stack awaited_by")
_Stack = collections.namedtuple("_Stack", "call_stack task_name")
_Frame = collections.namedtuple("_Frame", "filename lineno funcname")


def _stack(task):
    """The frames of a suspended task, innermost first."""
    frames, coroutine = [], task.get_coro()
    while coroutine is not None:
        for kind in ("cr", "ag", "gi"):
            if hasattr(coroutine, f"{kind}_code"):
                break
        else:
            break
        frame, code = getattr(coroutine, f"{kind}_frame"), getattr(coroutine, f"{kind}_code")
        if frame is None:
            break
        frames.insert(0, _Frame(code.co_filename, frame.f_lineno, code.co_qualname))
        coroutine = getattr(coroutine, "cr_await" if kind == "cr" else "ag_await" if kind == "ag" else "gi_yieldfrom")
    return frames


def _tree():
    """What `asyncio pstree` prints, from what a debugger would have read: tasks in order of their creation."""
    from asyncio import tools

    tasks = [task for loop in _loops for task in asyncio.all_tasks(loop)]
    tasks.sort(key=lambda task: _born[id(task)])
    told = []
    for task in tasks:
        parents = sorted(task._asyncio_awaited_by or (), key=lambda parent: _born[id(parent)])
        above = [_Stack(_stack(parent), id(parent)) for parent in parents]
        told.append(_Task(id(task), task.get_name(), [_Stack(_stack(task), id(task))], above))
    try:
        return [line for tree in tools.build_async_tree([_Result(1, told)]) for line in tree]
    except tools.CycleFoundException as cycles:
        said = []
        tools.print = lambda *args, file: said.append(" ".join(args))
        tools._print_cycle_exception(cycles)
        return said


_loops = []
_born = {}


def _remember_births():
    """Tasks have no order in a set: their births are noted, and they are kept, so that no number is used twice."""
    kept = []
    create = asyncio.BaseEventLoop.create_task

    def create_task(loop, *args, **named):
        task = create(loop, *args, **named)
        if loop not in _loops:
            _loops.append(loop)
        _born[id(task)] = len(kept)
        kept.append(task)
        return task

    _UnixSelectorEventLoop.create_task = create_task


def run(name, taken):
    """Runs a program, and says as JSON what came of it."""
    for clock in ("time", "monotonic", "perf_counter"):
        setattr(time, clock, _read)
        setattr(time, f"{clock}_ns", lambda: int(_read() * 1e9))
    time.process_time = time.thread_time = _read
    time.sleep = _sleep
    asyncio._set_running_loop(None)
    asyncio.events._set_event_loop_policy(Policy())
    sys.stdout = out = _Stream()
    sys.stderr = err = _Stream()
    os.environ["NO_COLOR"] = "1"
    sys.argv = [name]
    sys.path.insert(0, "/")
    text = open(name).read()
    if moments := re.search(r"^# pstree:(.*)$", text, re.MULTILINE):
        _moments.extend(float(moment) for moment in moments[1].split())
        _remember_births()
    main = types.ModuleType("__main__")
    main.__file__ = name
    sys.modules["__main__"] = main
    memory = [bytes(n) for n in range(8, 500, 16) for _ in range(taken)]
    code = 0
    try:
        exec(compile(text, name, "exec", dont_inherit=True), main.__dict__)
    except SystemExit as leaving:
        code = _code_of(leaving)
    except BaseException as error:
        code = 130 if isinstance(error, KeyboardInterrupt) else 1
        traceback.print_exception(type(error), error, error.__traceback__.tb_next)
        error = None
    threading._shutdown()
    atexit._run_exitfuncs()
    # As at the end of an interpreter: the main module goes, and what is left of it in cycles.
    del sys.modules["__main__"], main
    gc.collect()
    del memory
    return json.dumps({"stdout": out.all(), "stderr": err.all(), "code": code, "end": _now(), "trees": _trees})


def _code_of(leaving):
    if leaving.code is None:
        return 0
    if isinstance(leaving.code, int):
        return leaving.code & 255
    print(leaving.code, file=sys.stderr)
    return 1
