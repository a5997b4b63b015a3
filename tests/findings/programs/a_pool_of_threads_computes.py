from concurrent.futures import ThreadPoolExecutor


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def job(n):
    return fib(n)


with ThreadPoolExecutor(3) as pool:
    print(list(pool.map(job, [28, 28, 28])))  # finds: cpu-threads-under-gil
