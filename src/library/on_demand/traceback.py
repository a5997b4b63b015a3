# traceback

import sys
from _frames import FrameSummary, StackSummary
from _trace import format_exception as _format
from _trace import last_line


def _current(exc, value):
    if value is not None:
        return value
    return exc if isinstance(exc, BaseException) else None


def format_exc(limit=None, chain=True):
    return _format(sys.exception())


def print_exc(limit=None, file=None, chain=True):
    (file or sys.stderr).write(_format(sys.exception()))


def format_exception(exc, /, value=None, tb=None, limit=None, chain=True):
    return _format(_current(exc, value)).splitlines(True)


def print_exception(exc, /, value=None, tb=None, limit=None, file=None, chain=True):
    (file or sys.stderr).write(_format(_current(exc, value)))


def format_exception_only(exc, /, value=None, *, show_group=False):
    error = _current(exc, value)
    return [last_line(error) + "\n", *[note + "\n" for note in getattr(error, "__notes__", ())]]


def _frames(text):
    # The part of a printed traceback that tells frames, as items of one entry each.
    entries = []
    text = text[text.rfind("Traceback (most recent call last):\n") :]
    for line in text.splitlines(True):
        if line.startswith('  File "'):
            entries.append(line)
        elif line.startswith("    ") and entries:
            entries[-1] += line
    return entries


def format_tb(tb, limit=None):
    error = sys.exception()
    return [] if error is None else _frames(_format(error))


def print_tb(tb, limit=None, file=None):
    (file or sys.stderr).write("".join(["Traceback (most recent call last):\n", *format_tb(tb)]))


def format_stack(f=None, limit=None):
    return []


def print_stack(f=None, limit=None, file=None):
    pass


def extract_tb(tb, limit=None):
    error = sys.exception()
    text = "" if error is None else _format(error)
    return StackSummary.of_text(text[max(0, text.rfind("Traceback (most recent call last):\n")) :])


def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    (file or sys.stderr).write("".join(format_list(extracted_list)))


class TracebackException:
    def __init__(self, exc_type, exc_value=None, exc_traceback=None, **kwargs):
        self.exc_type = exc_type
        self._error = exc_value
        self._text = _format(exc_value)

    @classmethod
    def from_exception(cls, exc, **kwargs):
        return cls(type(exc), exc, None)

    def format(self, *, chain=True):
        return iter(self._text.splitlines(True))

    def format_exception_only(self, *, show_group=False):
        return iter(format_exception_only(self._error))
