"""Check, then act: two buyers of the last item, without and with a lock."""

import threading
import time


class Shop:
    def __init__(self, stock):
        self.stock = stock
        self.lock = threading.RLock()
        self.sold = []

    def buy(self, who):
        if self.stock > 0:
            time.sleep(0.02)
            self.stock -= 1
            self.sold.append(who)
            return True
        return False

    def safe_buy(self, who):
        with self.lock:
            return self.buy(who)


def race(method_name):
    shop = Shop(1)
    results = {}

    def buyer(who):
        results[who] = getattr(shop, method_name)(who)

    threads = [threading.Thread(target=buyer, args=(name,)) for name in ("ann", "bob", "cat")]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return shop.stock, len(shop.sold), sum(results.values()), sorted(results)


print("without a lock:", race("buy"))
print("with a lock:   ", race("safe_buy"))
