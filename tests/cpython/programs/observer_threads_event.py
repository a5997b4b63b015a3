"""Threads wait for events; a condition tells how far a countdown is."""

import threading
import time


class Countdown:
    def __init__(self, start):
        self._value = start
        self._changed = threading.Condition()

    @property
    def value(self):
        with self._changed:
            return self._value

    def tick(self):
        with self._changed:
            self._value -= 1
            self._changed.notify_all()

    def wait_until(self, value, timeout=None):
        with self._changed:
            return self._changed.wait_for(lambda: self._value <= value, timeout)


def observer(countdown, at):
    reached = countdown.wait_until(at, timeout=0.2)
    print(f"{threading.current_thread().name}: {'reached' if reached else 'gave up on'} {at}")


countdown = Countdown(5)
observers = [threading.Thread(target=observer, args=(countdown, at), name=f"observer {at}") for at in (4, 2, -1)]
for thread in observers:
    thread.start()
while countdown.value:
    time.sleep(0.02)
    countdown.tick()
for thread in observers:
    thread.join()
print("value", countdown.value, "alive", threading.active_count())
