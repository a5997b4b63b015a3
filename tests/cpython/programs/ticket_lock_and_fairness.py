"""A ticket lock: who comes first is served first, whatever the scheduler does."""

import threading
import time


class TicketLock:
    def __init__(self):
        self._next, self._serving = 0, 0
        self._condition = threading.Condition(threading.Lock())

    def __enter__(self):
        with self._condition:
            ticket, self._next = self._next, self._next + 1
            while ticket != self._serving:
                self._condition.wait()
        return ticket

    def __exit__(self, *_):
        with self._condition:
            self._serving += 1
            self._condition.notify_all()


lock = TicketLock()


def customer(name, delay):
    time.sleep(delay)
    with lock as ticket:
        print(f"{name} has ticket {ticket}")
        time.sleep(0.03)


threads = [threading.Thread(target=customer, args=(f"customer {i}", 0.005 * i)) for i in range(5)]
[t.start() for t in threads]
[t.join() for t in threads]
print(lock._serving == lock._next == 5)
