"""Errors that cross threads keep their notes, causes and tracebacks as text."""

import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor


class JobError(Exception):
    def __init__(self, job, *args):
        super().__init__(job, *args)
        self.job = job

    def __str__(self):
        return f"job {self.job} went wrong"


def inner(n):
    return {"a": 1}["b"] if n else [][n]


def job(n):
    try:
        return inner(n)
    except LookupError as error:
        error.add_note(f"while doing job {n}")
        raise JobError(n, "extra") from error


with ThreadPoolExecutor(1) as pool:
    for n in (0, 1):
        try:
            pool.submit(job, n).result()
        except JobError as error:
            print(error, error.args, repr(error), type(error.__cause__).__name__, error.__cause__.__notes__)
            lines = traceback.format_exc().splitlines()
            print(lines[0], "|", lines[-1], "|", [line for line in lines if "direct cause" in line])
            frames = traceback.extract_tb(error.__traceback__)
            print([frame.name for frame in frames if "futures" not in frame.filename and frame.name != "run"])
try:
    try:
        1 / 0
    except ZeroDivisionError:
        int("x")
except ValueError as error:
    print(repr(error.__context__), error.__suppress_context__, sys.exc_info()[0].__name__, traceback.format_exception_only(error))
try:
    raise ExceptionGroup("several", [ValueError(1), ExceptionGroup("inner", [KeyError("k"), OSError(2, "gone")])])
except* KeyError as group:
    print("keys", group.exceptions)
except* (ValueError, OSError) as group:
    print("others", group, [type(e).__name__ for e in group.exceptions])


def hook(args):
    print("hook:", args.exc_type.__name__, args.exc_value, args.thread.name)


threading.excepthook = hook
t = threading.Thread(target=job, args=(0,), name="doomed")
t.start()
t.join()
try:
    assert 1 == 2, "math is broken"
except AssertionError as error:
    print(error, error.args)
print(sys.exc_info())
