# warnings. Library code warns from the visitor's line that called it: its own frames do not count as levels.

import sys
from _trace import where

# Action, category, text that the message begins with, whether only for the main file; the first that fits decides.
_default_filters = [
    ("default", DeprecationWarning, "", True),
    ("ignore", DeprecationWarning, "", False),
    ("ignore", ResourceWarning, "", False),
]
filters = list(_default_filters)
_seen = set()
_recorders = []


class WarningMessage:
    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__

    def __str__(self):
        return (
            f"{{message : {self.message!r}, category : {self._category_name!r}, "
            f"filename : {self.filename!r}, lineno : {self.lineno}, line : {self.line!r}}}"
        )


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    if isinstance(message, Warning):
        category = type(message)
    elif category is None:
        category = UserWarning
    elif not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    path, line, _, text, is_main = where(stacklevel)
    _warn_at(message, category, path, line, text, is_main)


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    _warn_at(message, category, filename, lineno, None, module == "__main__")


def _warn_at(message, category, path, line, text, is_main):
    words = str(message)
    if not isinstance(message, Warning):
        message = category(message)
    action = "default"
    for candidate, kind, beginning, only_main in filters:
        if issubclass(category, kind) and words.startswith(beginning) and (is_main or not only_main):
            action = candidate
            break
    if action == "ignore":
        return
    if action == "error":
        raise message
    if action != "always":
        key = (words, category) if action == "once" else (words, category, path, line)
        if key in _seen:
            return
        _seen.add(key)
    if _recorders:
        _recorders[-1].append(WarningMessage(message, category, path, line, line=text))
    else:
        showwarning(message, category, path, line, line=text)


def formatwarning(message, category, filename, lineno, line=None):
    text = f"{filename}:{lineno}: {category.__name__}: {message}\n"
    return f"{text}  {line}\n" if line else text


def showwarning(message, category, filename, lineno, file=None, line=None):
    (file or sys.stderr).write(formatwarning(message, category, filename, lineno, line))


def simplefilter(action, category=Warning, lineno=0, append=False):
    _add((action, category, "", False), append)


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    _add((action, category, message.removesuffix(".*"), False), append)


def _add(rule, append):
    if rule[0] not in ("error", "ignore", "always", "all", "default", "module", "once"):
        raise ValueError(f"invalid action: {rule[0]!r}")
    _seen.clear()
    if append:
        filters.append(rule)
    else:
        filters.insert(0, rule)


def resetwarnings():
    _seen.clear()
    filters.clear()


class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._rule = None if action is None else (action, category, "", False)

    def __enter__(self):
        self._filters = list(filters)
        self._log = [] if self._record else None
        if self._record:
            _recorders.append(self._log)
        if self._rule is not None:
            _add(self._rule, False)
        return self._log

    def __exit__(self, *exc_info):
        filters[:] = self._filters
        _seen.clear()
        if self._record:
            _recorders.pop()


def deprecated(message, /, *, category=DeprecationWarning, stacklevel=1):
    def decorate(thing):
        if isinstance(thing, type):
            return thing

        def wrapper(*args, **kwargs):
            warn(message, category, stacklevel)
            return thing(*args, **kwargs)

        wrapper.__name__ = thing.__name__
        wrapper.__qualname__ = thing.__qualname__
        wrapper.__doc__ = thing.__doc__
        wrapper.__deprecated__ = message
        return wrapper if category is not None else thing

    return decorate
