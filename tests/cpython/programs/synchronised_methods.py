import threading
import time
from contextlib import contextmanager, suppress


class Account:
    def __init__(self, balance):
        self._lock = threading.RLock()
        self._balance = balance

    @contextmanager
    def transaction(self):
        with self._lock:
            before = self._balance
            try:
                yield self
            except Exception:
                self._balance = before
                print("rolled back to", before)
                raise

    def withdraw(self, amount):
        with self.transaction():
            seen = self._balance
            time.sleep(0.05)
            self._balance = seen - amount
            if self._balance < 0:
                raise ValueError("overdrawn")


account = Account(100)
threads = [threading.Thread(target=account.withdraw, args=(30,)) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
with suppress(ValueError):
    account.withdraw(20)
print(account._balance)
