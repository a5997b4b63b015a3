"""Work is split into batches, pairs and windows with itertools; threads take them."""

import itertools
import queue
import threading
from itertools import accumulate, batched, chain, combinations, compress, count, cycle, dropwhile, filterfalse, groupby, pairwise, permutations, product, repeat, takewhile, tee, zip_longest

todo, done = queue.Queue(), queue.Queue()
for batch in batched(range(10), 4):
    todo.put(batch)


def worker():
    while True:
        try:
            batch = todo.get_nowait()
        except queue.Empty:
            return
        done.put((batch[0], sum(batch)))


threads = [threading.Thread(target=worker) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(done.get() for _ in range(done.qsize())))
print(list(pairwise("abcd")), list(accumulate([1, 2, 3], lambda a, b: a * b, initial=1)), list(takewhile(lambda x: x < 3, count(1))))
print(list(zip_longest("ab", [1], fillvalue="-")), list(compress("abc", [1, 0, 1])), list(filterfalse(str.isdigit, "a1b2")))
print([(k, len(list(g))) for k, g in groupby("aaabbc")], list(combinations("abc", 2)), len(list(permutations(range(4)))))
print(list(product("ab", repeat=2))[1:3], list(dropwhile(str.isspace, "  x ")), [next(c) for c in [cycle("xy")] * 3])
a, b = tee(iter([1, 2, 3]))
next(a)
print(list(zip(a, b)), list(repeat("r", 2)), list(chain([1], (2,), "3")), dict(zip("ab", count())), list(map(pow, [2, 3], repeat(2))))
it = iter(range(7))
print(list(zip(it, it)), next(it, "empty"), list(reversed([1, 2])), list(enumerate("ab", 5)), [*itertools.islice(count(), 2, 8, 3)])
print(max(["aa", "b"], key=len), min([3, 1, 2], default=None), sorted("bca", reverse=True), sum([[1], [2]], []), any(x > 2 for x in [1, 3]), divmod(17, 5), list(filter(None, [0, 1, "", "x"])))
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as error:
    print(error)
