# pprint

import sys


def _pieces(object, opening, closing, items, at, options, left):
    # Items under each other; the first follows the bracket.
    width, sort, compact = options
    inner = at + len(opening)
    lines = []
    for i, (prefix, item) in enumerate(items):
        last = i + 1 == len(items)
        lines.append(prefix + _format(item, inner + len(prefix), options, (left + len(closing)) if last else 1))
    return opening + (",\n" + " " * inner).join(lines) + closing


def _format(object, at, options, left=0):
    width, sort, compact = options
    text = repr(object) if not (isinstance(object, dict) and sort) else _sorted_repr(object)
    if at + len(text) + left <= width:
        return text
    kind = type(object)
    if kind is dict and object:
        keys = _sorted(object) if sort else [*object]
        return _pieces(object, "{", "}", [(f"{key!r}: ", object[key]) for key in keys], at, options, left)
    if kind is list and object:
        return _pieces(object, "[", "]", [("", item) for item in object], at, options, left)
    if kind is tuple and object:
        closing = ",)" if len(object) == 1 else ")"
        return _pieces(object, "(", closing, [("", item) for item in object], at, options, left)
    if kind is set and object:
        return _pieces(object, "{", "}", [("", item) for item in _sorted(object)], at, options, left)
    return text


def _sorted(items):
    try:
        return sorted(items)
    except TypeError:
        return sorted(items, key=lambda item: (str(type(item)), id(item)))


def _sorted_repr(object):
    return "{" + ", ".join(f"{key!r}: {_flat(object[key])}" for key in _sorted(object)) + "}"


def _flat(object):
    return _sorted_repr(object) if type(object) is dict else repr(object)


class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
        self._options = (width, sort_dicts, compact)
        self._stream = stream

    def pformat(self, object):
        return _format(object, 0, self._options)

    def pprint(self, object):
        (self._stream or sys.stdout).write(self.pformat(object) + "\n")


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    return PrettyPrinter(width=width, compact=compact, sort_dicts=sort_dicts).pformat(object)


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    PrettyPrinter(width=width, stream=stream, compact=compact, sort_dicts=sort_dicts).pprint(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    return _flat(object)
