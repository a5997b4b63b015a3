# heapq

from _heapq import heapify, heappop, heappush, heappushpop, heapreplace


def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[: max(n, 0)]


def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[: max(n, 0)]


def merge(*iterables, key=None, reverse=False):
    class Head:
        def __init__(self, item, number, rest):
            self.rank = item if key is None else key(item)
            self.item = item
            self.number = number
            self.rest = rest

        def __lt__(self, other):
            if reverse:
                before, after = other.rank < self.rank, self.rank < other.rank
            else:
                before, after = self.rank < other.rank, other.rank < self.rank
            return before or (not after and self.number < other.number)

    heads = []
    for number, iterable in enumerate(iterables):
        rest = iter(iterable)
        for item in rest:
            heads.append(Head(item, number, rest))
            break
    heapify(heads)
    while heads:
        head = heads[0]
        yield head.item
        for item in head.rest:
            heapreplace(heads, Head(item, head.number, head.rest))
            break
        else:
            heappop(heads)
