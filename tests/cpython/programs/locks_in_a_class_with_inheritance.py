import threading
import time


class Inventory:
    def __init__(self, **stock):
        self.stock = stock
        self.changed = threading.Condition()

    def take(self, item, count, timeout):
        with self.changed:
            if not self.changed.wait_for(lambda: self.stock.get(item, 0) >= count, timeout):
                raise TimeoutError(f"{item}: {self.stock.get(item, 0)} of {count}")
            self.stock[item] -= count
            return self.stock[item]

    def add(self, item, count):
        with self.changed:
            self.stock[item] = self.stock.get(item, 0) + count
            self.changed.notify_all()


class Logged(Inventory):
    def take(self, item, count, timeout=0.3):
        try:
            left = super().take(item, count, timeout)
        except TimeoutError as error:
            print("gave up:", error)
        else:
            print(f"took {count} {item}, {left} left")


inventory = Logged(nails=5)
threads = [threading.Thread(target=inventory.take, args=args) for args in (("nails", 3), ("nails", 4), ("glue", 1))]
for thread in threads:
    thread.start()
    time.sleep(0.05)
inventory.add("nails", 2)
for thread in threads:
    thread.join()
print(inventory.stock)
