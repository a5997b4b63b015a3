"""What the traceback module makes of errors."""
import sys
import threading
import traceback


def inner(x):
    return 10 / x


def outer(x):
    try:
        return inner(x)
    except ZeroDivisionError as error:
        raise ValueError(f"bad x: {x}") from error


try:
    outer(0)
except ValueError as error:
    text = traceback.format_exc()
    print(text.count("Traceback"), text.splitlines()[-1])
    print("".join(traceback.format_exception_only(error)), end="")
    traceback.print_exception(error, limit=1, file=sys.stdout)
    kind, value, tb = sys.exc_info()
    print(kind.__name__, value, [f.name for f in traceback.extract_tb(tb)], tb.tb_lineno)
    frame = traceback.extract_tb(tb)[-1]
    print(frame.name, frame.lineno, frame.line)
    lines = traceback.format_tb(error.__cause__.__traceback__)
    print(lines[0], end="")
print(sys.exc_info(), sys.exception())


def job():
    try:
        {}["missing"]
    except KeyError:
        traceback.print_exc()
    raise RuntimeError("late")


def hook(args):
    print("hook:", args.exc_type.__name__, args.exc_value, args.thread.name)
    print("".join(traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback)).splitlines()[-2:])


threading.excepthook = hook
t = threading.Thread(target=job, name="T")
t.start()
t.join()
te = traceback.TracebackException.from_exception(ValueError("made"))
print("".join(te.format()), end="")
try:
    try:
        raise OSError(2, "No such thing", "f.txt")
    finally:
        int("x")
except ValueError:
    traceback.print_exc(file=sys.stdout)


def stack():
    print([s.name for s in traceback.extract_stack()])


stack()
raise ExceptionGroup("several", [ValueError(1), ExceptionGroup("nested", [KeyError("k"), TypeError("t")])])
