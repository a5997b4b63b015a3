from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial, reduce
import time

TEXTS = ["the cat sat", "the dog sat down", "a cat and a dog"]


def count(text, *, skip=()):
    time.sleep(0.1)
    return Counter(word for word in text.split() if word not in skip)


with ThreadPoolExecutor(max_workers=2) as pool:
    counts = pool.map(partial(count, skip={"a", "and"}), TEXTS)
    total = reduce(lambda x, y: x + y, counts, Counter())
print(total.most_common(3))
print({word: n for word, n in sorted(total.items()) if n > 1}, sum(total.values()))
