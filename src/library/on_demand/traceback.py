# traceback

import sys
from _frames import FrameSummary, StackSummary
from _trace import format_exception as _format
from _trace import frames_of, last_line, stack


def _current(exc, value):
    if value is not None:
        return value
    return exc if isinstance(exc, BaseException) else None


def format_exc(limit=None, chain=True):
    return _format(sys.exception(), limit, chain)


def print_exc(limit=None, file=None, chain=True):
    (file or sys.stderr).write(_format(sys.exception(), limit, chain))


def format_exception(exc, /, value=None, tb=None, limit=None, chain=True):
    return _format(_current(exc, value), limit, chain).splitlines(True)


def print_exception(exc, /, value=None, tb=None, limit=None, file=None, chain=True):
    (file or sys.stderr).write(_format(_current(exc, value), limit, chain))


def print_last(limit=None, file=None, chain=True):
    raise ValueError("no last exception")


def format_exception_only(exc, /, value=None, *, show_group=False):
    error = _current(exc, value)
    notes = getattr(error, "__notes__", ())
    return [last_line(error) + "\n", *[line + "\n" for note in notes for line in note.split("\n")]]


def _kept(frames, limit):
    if limit is None:
        return frames
    return frames[:limit] if limit >= 0 else frames[limit:]


def extract_tb(tb, limit=None):
    frames = []
    for path, line, name, source, text in frames_of(tb):
        frames.append(FrameSummary(path, line, name, line=source or ""))
        frames[-1]._text = text
    return StackSummary(_kept(frames, limit))


def extract_stack(f=None, limit=None):
    frames = [FrameSummary(path, line, name, line=source or "") for path, line, name, source, _ in stack()]
    return StackSummary(_kept(frames, None if limit is None else -limit))


def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    (file or sys.stderr).write("".join(format_list(extracted_list)))


def format_tb(tb, limit=None):
    return extract_tb(tb, limit).format()


def print_tb(tb, limit=None, file=None):
    print_list(extract_tb(tb, limit), file)


def format_stack(f=None, limit=None):
    return extract_stack(f, limit).format()


def print_stack(f=None, limit=None, file=None):
    print_list(extract_stack(f, limit), file)


def walk_tb(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def clear_frames(tb):
    pass


class TracebackException:
    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, **options):
        self.exc_type = exc_type
        self.exc_type_str = exc_type.__qualname__
        self.stack = extract_tb(exc_traceback, limit)
        self._limit = limit
        self._error = exc_value
        self.__notes__ = getattr(exc_value, "__notes__", None)
        self.__suppress_context__ = exc_value.__suppress_context__
        cause, context = exc_value.__cause__, exc_value.__context__
        self.__cause__ = None if cause is None else TracebackException.from_exception(cause, limit=limit)
        self.__context__ = None if context is None else TracebackException.from_exception(context, limit=limit)

    @classmethod
    def from_exception(cls, exc, **options):
        return cls(type(exc), exc, exc.__traceback__, **options)

    def __str__(self):
        return str(self._error)

    def format(self, *, chain=True, **options):
        yield from _format(self._error, self._limit, chain).splitlines(True)

    def format_exception_only(self, *, show_group=False, **options):
        yield from format_exception_only(self._error)

    def print(self, *, file=None, chain=True, **options):
        (file or sys.stderr).write("".join(self.format(chain=chain)))
