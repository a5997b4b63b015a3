# warnings. Library code warns from the visitor's line that called it: its own frames do not count as levels.

import sys
from _trace import limit, on_never_awaited, sources, version, where

# Action, pattern of the text, category, pattern of the module's name, line; the first that fits decides.
_default_filters = [
    ("default", None, DeprecationWarning, "__main__", 0),
    ("ignore", None, DeprecationWarning, None, 0),
    ("ignore", None, PendingDeprecationWarning, None, 0),
    ("ignore", None, ImportWarning, None, 0),
    ("ignore", None, ResourceWarning, None, 0),
]
filters = list(_default_filters)
_seen = set()


class WarningMessage:
    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

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
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    path, line, _, module = where(stacklevel)
    _warn_at(message, category, path, line, module, source)


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    if isinstance(message, Warning):
        category = type(message)
    _warn_at(message, category, filename, lineno, module or filename.removesuffix(".py") or "<unknown>", source)


def _fits(pattern, text):
    if pattern is None:
        return True
    return pattern == text if isinstance(pattern, str) else pattern.match(text) is not None


def _action_for(words, category, module, line):
    for action, text, kind, name, number in filters:
        if issubclass(category, kind) and number in (0, line) and _fits(text, words) and _fits(name, module):
            return action
    return "default"


def _warn_at(message, category, path, line, module, source):
    words = str(message)
    if not isinstance(message, Warning):
        message = category(message)
    action = _action_for(words, category, module, line)
    if action == "ignore":
        return
    if action == "error":
        raise message
    if action not in ("always", "all"):
        key = (words, category)
        if action != "once":
            key += (path, 0 if action == "module" else line)
        if key in _seen:
            return
        _seen.add(key)
    _showwarnmsg(WarningMessage(message, category, path, line, source=source))


def _warn_unawaited_coroutine(coroutine, origin):
    words = f"coroutine '{coroutine.__qualname__}' was never awaited"
    if origin is not None:
        words += "\nCoroutine created at (most recent call last)\n" + origin.rstrip("\n")
    warn(words, RuntimeWarning, 1, coroutine)


on_never_awaited(_warn_unawaited_coroutine)


def _line_of(path, number):
    for known, text in sources():
        if known == path:
            lines = text.split("\n")
            return lines[number - 1] if 0 < number <= len(lines) else None


def _formatwarnmsg_impl(record):
    category = record._category_name
    text = f"{record.filename}:{record.lineno}: {category}: {record.message}\n"
    line = _line_of(record.filename, record.lineno) if record.line is None else record.line
    if line and (line := line.strip()):
        text += f"  {line}\n"
    if record.source is not None:
        text += f"{category}: Enable tracemalloc to get the object allocation traceback\n"
    return text


def formatwarning(message, category, filename, lineno, line=None):
    return _formatwarnmsg_impl(WarningMessage(message, category, filename, lineno, None, line))


def _showwarnmsg_impl(record):
    file = record.file or sys.stderr
    if file is None:
        return
    if formatwarning is _formatwarning_orig:
        text = _formatwarnmsg_impl(record)
    else:
        text = formatwarning(record.message, record.category, record.filename, record.lineno, record.line)
    file.write(text)


def showwarning(message, category, filename, lineno, file=None, line=None):
    _showwarnmsg_impl(WarningMessage(message, category, filename, lineno, file, line))


_formatwarning_orig = formatwarning
_showwarning_orig = showwarning


def _showwarnmsg(record):
    if showwarning is _showwarning_orig:
        _showwarnmsg_impl(record)
    else:
        showwarning(record.message, record.category, record.filename, record.lineno, record.file, record.line)


def simplefilter(action, category=Warning, lineno=0, append=False):
    _add((_known(action), None, category, None, lineno), append)


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    _known(action)
    _add((action, _pattern(message, True), category, _pattern(module, False), lineno), append)


def _pattern(text, any_case):
    # Programs that warn need not have `re`: what most patterns are is understood without it.
    if not text:
        return None
    if (re := sys.modules.get("re")) is not None:
        return re.compile(text, re.I if any_case else 0)
    return _Pattern(text, any_case)


class _Pattern:
    # A pattern of characters and `.*`.

    def __init__(self, pattern, any_case):
        self.pattern = pattern
        self.any_case = any_case
        self.parts = [""]
        i = 0
        while i < len(pattern):
            c = pattern[i]
            if pattern[i : i + 2] == ".*":
                self.parts.append("")
                i += 2
                continue
            if c == "\\" and not pattern[i + 1 : i + 2].isalnum():
                i += 1
                c = pattern[i : i + 1]
            elif c in "\\^$.*+?{}[]()|":
                limit(f"the pattern {pattern!r} of a warning filter needs the module re: import it")
            self.parts[-1] += c.lower() if any_case else c
            i += 1

    def match(self, text):
        if self.any_case:
            text = text.lower()
        first, *others = self.parts
        if not text.startswith(first):
            return None
        at = len(first)
        for part in others:
            at = text.find(part, at)
            if at < 0:
                return None
            at += len(part)
        return self


def _known(action):
    if action not in ("error", "ignore", "always", "all", "default", "module", "once"):
        # An `assert` until 3.12.
        error = ValueError if version() >= (3, 13) else AssertionError
        raise error(f"invalid action: {action!r}")
    return action


def _add(rule, append):
    _seen.clear()
    if not append:
        if rule in filters:
            filters.remove(rule)
        filters.insert(0, rule)
    elif rule not in filters:
        filters.append(rule)


def resetwarnings():
    _seen.clear()
    filters.clear()


class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._entered = False
        self._rule = None if action is None else (action, category, lineno, append)

    def __enter__(self):
        global filters, showwarning, _showwarnmsg_impl
        if self._entered:
            raise RuntimeError(f"Cannot enter {self!r} twice")
        self._entered = True
        self._kept = filters, showwarning, _showwarnmsg_impl
        filters = filters[:]
        _seen.clear()
        log = None
        if self._record:
            log = []
            _showwarnmsg_impl = log.append
            showwarning = _showwarning_orig
        if self._rule is not None:
            simplefilter(*self._rule)
        return log

    def __exit__(self, *exc_info):
        global filters, showwarning, _showwarnmsg_impl
        if not self._entered:
            raise RuntimeError(f"Cannot exit {self!r} without entering first")
        filters, showwarning, _showwarnmsg_impl = self._kept
        _seen.clear()

    def __repr__(self):
        return "catch_warnings(record=True)" if self._record else "catch_warnings()"


class deprecated:
    def __init__(self, message, /, *, category=DeprecationWarning, stacklevel=1):
        if not isinstance(message, str):
            kind = type(message).__name__
            raise TypeError(f"Expected an object of type str for 'message', not {kind!r}")
        self.message = message
        self.category = category
        self.stacklevel = stacklevel

    def __call__(self, thing, /):
        message, category, level = self.message, self.category, self.stacklevel
        if category is None:
            thing.__deprecated__ = message
            return thing
        if isinstance(thing, type):
            return _deprecate_class(thing, message, category, level)

        def wrapper(*args, **kwargs):
            warn(message, category, level)
            return thing(*args, **kwargs)

        for name in ("__module__", "__name__", "__qualname__", "__doc__"):
            setattr(wrapper, name, getattr(thing, name))
        wrapper.__wrapped__ = thing
        thing.__deprecated__ = wrapper.__deprecated__ = message
        return wrapper


def _deprecate_class(cls, message, category, level):
    make = cls.__new__

    def __new__(kind, /, *args, **kwargs):
        if kind is cls:
            warn(message, category, level)
        if make is not object.__new__:
            return make(kind, *args, **kwargs)
        if kind.__init__ is object.__init__ and (args or kwargs):
            raise TypeError(f"{kind.__name__}() takes no arguments")
        return make(kind)

    cls.__new__ = staticmethod(__new__)
    cls.__deprecated__ = __new__.__deprecated__ = message
    return cls
