import threading
import time


class Every:
    def __init__(self, period, function):
        self.period, self.function = period, function
        self.timer = None
        self.count = 0

    def start(self):
        self.timer = threading.Timer(self.period, self.fire)
        self.timer.daemon = True
        self.timer.start()

    def fire(self):
        self.count += 1
        self.function(self.count)
        self.start()

    def stop(self):
        self.timer.cancel()


every = Every(0.1, lambda n: print("beep", n))
every.start()
time.sleep(0.35)
every.stop()
time.sleep(0.15)
print("count", every.count)
