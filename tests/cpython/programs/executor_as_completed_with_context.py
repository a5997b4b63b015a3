"""A thread pool with a map from futures to URLs, as in the documentation."""

import concurrent.futures
import time

URLS = {"http://a.example/": 0.03, "http://b.example/": 0.01, "http://nowhere.example/": None, "http://c.example/": 0.02}


def load_url(url, timeout):
    delay = URLS[url]
    if delay is None:
        raise TimeoutError(f"no answer in {timeout} s")
    time.sleep(delay)
    return b"x" * int(delay * 10000)


with concurrent.futures.ThreadPoolExecutor(max_workers=5) as executor:
    future_to_url = {executor.submit(load_url, url, 60): url for url in URLS}
    for future in concurrent.futures.as_completed(future_to_url):
        url = future_to_url[future]
        try:
            data = future.result()
        except Exception as exc:
            print("%r generated an exception: %s" % (url, exc))
        else:
            print("%r page is %d bytes" % (url, len(data)))

with concurrent.futures.ThreadPoolExecutor(2, thread_name_prefix="loader") as executor:
    print([len(page) for page in executor.map(load_url, list(URLS)[:2], [1, 1])])
    waiting = [executor.submit(time.sleep, s) for s in (0.01, 0.05)]
    done, not_done = concurrent.futures.wait(waiting, return_when=concurrent.futures.FIRST_COMPLETED)
    print(len(done), len(not_done), [f.done() for f in waiting])
