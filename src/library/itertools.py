# itertools: what threads share is native, so that `next` is one step; the rest are generators.

import operator
from _itertools import chain, count, cycle, islice, repeat


def accumulate(iterable, func=operator.add, *, initial=None):
    rest = iter(iterable)
    total = initial
    if initial is None:
        for total in rest:
            break
        else:
            return
    yield total
    for item in rest:
        total = func(total, item)
        yield total


def batched(iterable, n, *, strict=False):
    if n < 1:
        raise ValueError("n must be at least one")
    return _batches(iter(iterable), n, strict)


def _batches(rest, n, strict):
    while batch := tuple(islice(rest, n)):
        if strict and len(batch) != n:
            raise ValueError("batched(): incomplete batch")
        yield batch


def combinations(iterable, r):
    pool = tuple(iterable)
    return _picked(pool, _increasing(len(pool), r, 1))


def combinations_with_replacement(iterable, r):
    pool = tuple(iterable)
    return _picked(pool, _increasing(len(pool), r, 0))


def _picked(pool, choices):
    for places in choices:
        yield tuple([pool[place] for place in places])


def _increasing(n, r, step):
    # Rows of r places below n, each at least `step` more than the one before it.
    if r < 0:
        raise ValueError("r must be non-negative")
    places = [i * step for i in range(r)]
    if places and places[-1] >= n:
        return
    while True:
        yield places
        for i in range(r - 1, -1, -1):
            if places[i] < n - 1 - (r - 1 - i) * step:
                break
        else:
            return
        first = places[i] + 1
        for j in range(i, r):
            places[j] = first + (j - i) * step


def permutations(iterable, r=None):
    pool = tuple(iterable)
    return _arrangements(pool, len(pool) if r is None else r)


def _arrangements(pool, r):
    if r < 0:
        raise ValueError("r must be non-negative")
    if r == 0:
        yield ()
        return
    for i in range(len(pool)):
        for rest in _arrangements(pool[:i] + pool[i + 1 :], r - 1):
            yield (pool[i], *rest)


def product(*iterables, repeat=1):
    if repeat < 0:
        raise ValueError("repeat argument cannot be negative")
    pools = [tuple(pool) for pool in iterables] * repeat
    return _product(pools)


def _product(pools):
    if not all(pools):
        return
    places = [0] * len(pools)
    row = [pool[0] for pool in pools]
    while True:
        yield tuple(row)
        for i in range(len(pools) - 1, -1, -1):
            places[i] += 1
            if places[i] < len(pools[i]):
                row[i] = pools[i][places[i]]
                break
            places[i] = 0
            row[i] = pools[i][0]
        else:
            return


def compress(data, selectors):
    return (item for item, wanted in zip(data, selectors) if wanted)


def dropwhile(predicate, iterable):
    rest = iter(iterable)
    for item in rest:
        if not predicate(item):
            yield item
            break
    yield from rest


def takewhile(predicate, iterable):
    for item in iterable:
        if not predicate(item):
            return
        yield item


def filterfalse(predicate, iterable):
    if predicate is None:
        predicate = bool
    for item in iterable:
        if not predicate(item):
            yield item


def starmap(function, iterable):
    for args in iterable:
        yield function(*args)


def pairwise(iterable):
    rest = iter(iterable)
    for before in rest:
        break
    else:
        return
    for item in rest:
        yield before, item
        before = item


class zip_longest:
    def __init__(self, *iterables, fillvalue=None):
        self._iterators = [iter(iterable) for iterable in iterables]
        self._left = len(self._iterators)
        self._fill = fillvalue

    def __iter__(self):
        return self

    def __next__(self):
        if not self._left:
            raise StopIteration
        row = []
        for i, iterator in enumerate(self._iterators):
            item = self._fill
            if iterator is not None:
                try:
                    item = next(iterator)
                except StopIteration:
                    self._iterators[i] = None
                    self._left -= 1
                    if not self._left:
                        raise
            row.append(item)
        return tuple(row)


class groupby:
    def __init__(self, iterable, key=None):
        self._iterator = iter(iterable)
        self._key = key
        self._ahead = []
        self._group = None

    def __iter__(self):
        return self

    def _advance(self):
        # The next item with its key, which stays until it is taken.
        if not self._ahead:
            for item in self._iterator:
                self._ahead.append((item if self._key is None else self._key(item), item))
                break
            else:
                return False
        return True

    def __next__(self):
        group = self._group
        while group is not None and self._advance() and self._ahead[0][0] == group.key:
            self._ahead.pop()
        if not self._advance():
            self._group = None
            raise StopIteration
        self._group = _Group(self, self._ahead[0][0])
        return self._group.key, self._group


class _Group:
    def __init__(self, parent, key):
        self.parent = parent
        self.key = key

    def __iter__(self):
        return self

    def __next__(self):
        parent = self.parent
        if parent._group is not self or not parent._advance() or parent._ahead[0][0] != self.key:
            raise StopIteration
        return parent._ahead.pop()[1]


class _Tee:
    # One reader of a shared source: links of what was read, each followed by the next.

    def __init__(self, source, link):
        self._source = source
        self._link = link

    def __iter__(self):
        return self

    def __next__(self):
        link = self._link
        if not link:
            item = next(self._source)
            link.append(item)
            link.append([])
        self._link = link[1]
        return link[0]

    def __copy__(self):
        return _Tee(self._source, self._link)


def tee(iterable, n=2):
    if n < 0:
        raise ValueError("n must be >= 0")
    source, link = iter(iterable), []
    return tuple([_Tee(source, link) for _ in range(n)])
