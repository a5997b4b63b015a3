import functools
import threading
import time


@functools.lru_cache(maxsize=None)
def lookup(key):
    time.sleep(0.1)
    return key.title()


class Service:
    @functools.cached_property
    def connection(self):
        time.sleep(0.1)
        print("connected")
        return "connection"


print(lookup("ada"), lookup("ada"), lookup("bob"))
print(lookup.cache_info())
service = Service()
threads = [threading.Timer(0.05 * n, lambda: print(lookup("cyd"), service.connection)) for n in (0, 6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
