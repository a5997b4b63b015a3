import time
from concurrent.futures import ThreadPoolExecutor


def done(future):
    print("callback:", "cancelled" if future.cancelled() else future.result())


with ThreadPoolExecutor(max_workers=1) as pool:
    first = pool.submit(lambda: time.sleep(0.2) or "slept")
    second = pool.submit(print, "never")
    first.add_done_callback(done)
    second.add_done_callback(done)
    time.sleep(0.1)
    print(first.running(), first.done(), second.running(), second.done())
    print("cancel first:", first.cancel())
    print("cancel second:", second.cancel())
    print(first.result(), second.cancelled())
    first.add_done_callback(lambda future: print("at once:", future.result()))
