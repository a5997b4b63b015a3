from concurrent.futures import ThreadPoolExecutor

outer_pool = ThreadPoolExecutor(2)
inner_pool = ThreadPoolExecutor(2)


def inner(n):
    return n * n


def outer(n):
    return inner_pool.submit(inner, n).result()


print(list(outer_pool.map(outer, range(4))))
