"""Map and reduce over texts in threads, with Counter, ChainMap and re."""

import re
from collections import ChainMap, Counter, OrderedDict, defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from itertools import chain, groupby, islice

TEXTS = {
    "a": "The cat sat on the mat. The cat purred; it was a fat cat!",
    "b": "A dog and a cat: the dog's dinner, the cat's nap.",
    "c": "It's raining cats and dogs... isn't it?",
}


def count(text):
    return Counter(word.lower() for word in re.findall(r"[A-Za-z]+(?:'[a-z]+)?", text))


with ThreadPoolExecutor(3) as pool:
    counts = dict(zip(TEXTS, pool.map(count, TEXTS.values())))
total = reduce(lambda a, b: a + b, counts.values(), Counter())
print(total.most_common(4), total["unicorn"], sum(total.values()), total.total())
where = defaultdict(list)
for name, words in counts.items():
    for word in words:
        where[word].append(name)
print({word: names for word, names in where.items() if len(names) > 2})
by_length = {n: sorted(g) for n, g in groupby(sorted(total, key=lambda w: (len(w), w)), key=len)}
print(by_length)
print(ChainMap(*counts.values())["cat"], list(islice(chain.from_iterable(TEXTS.values()), 7)))
print(total - Counter(cat=2, the=100), (counts["a"] & counts["b"]), OrderedDict(sorted(counts["c"].items())))
print(re.sub(r"(\w+)'(\w+)", r"\2-\1", TEXTS["c"]), re.split(r"[.;:!?]\s*", TEXTS["a"]), repr(counts["b"])[:40])
