import threading
import time


class Worker:
    def __init__(self):
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.loop)
        self.rounds = 0

    def loop(self):
        while not self.stop.wait(0.1):
            self.rounds += 1
            print("round", self.rounds)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *exc_info):
        self.stop.set()
        self.thread.join()
        print("stopped after", self.rounds)


with Worker():
    time.sleep(0.35)
