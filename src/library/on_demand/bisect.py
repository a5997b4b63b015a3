# bisect

from _bisect import find_left, find_right


def _checked(lo):
    if lo < 0:
        raise ValueError("lo must be non-negative")


def bisect_right(a, x, lo=0, hi=None, *, key=None):
    _checked(lo)
    if key is not None:
        return find_right([key(item) for item in a], x, lo, hi)
    return find_right(a if type(a) is list else list(a), x, lo, hi)


def bisect_left(a, x, lo=0, hi=None, *, key=None):
    _checked(lo)
    if key is not None:
        return find_left([key(item) for item in a], x, lo, hi)
    return find_left(a if type(a) is list else list(a), x, lo, hi)


def insort_right(a, x, lo=0, hi=None, *, key=None):
    a.insert(bisect_right(a, x if key is None else key(x), lo, hi, key=key), x)


def insort_left(a, x, lo=0, hi=None, *, key=None):
    a.insert(bisect_left(a, x if key is None else key(x), lo, hi, key=key), x)


bisect = bisect_right
insort = insort_right
