import threading
import time


class Fetch(threading.Thread):
    def __init__(self, url, seconds):
        super().__init__(name=f"fetch {url}")
        self.url, self.seconds = url, seconds
        self.result = None

    def run(self):
        time.sleep(self.seconds)
        self.result = f"<{self.url}>"


fetches = [Fetch("a", 0.2), Fetch("b", 0.1)]
for fetch in fetches:
    fetch.start()
print([fetch.result for fetch in fetches])
for fetch in fetches:
    fetch.join()
    print(fetch.name, fetch.result)
