import threading
import time

locks = {name: threading.Lock() for name in ("a", "b")}
balance = {"a": 100, "b": 100}


def transfer(source, target, amount):
    first, second = sorted((source, target))
    with locks[first]:
        time.sleep(0.1)
        with locks[second]:
            balance[source] -= amount
            balance[target] += amount
            print(source, "->", target, amount)


threads = [threading.Thread(target=transfer, args=args) for args in (("a", "b", 30), ("b", "a", 50))]
for thread in threads:
    thread.start()
    time.sleep(0.05)
for thread in threads:
    thread.join()
print(balance)
