import threading
import time

accounts = threading.Lock()
journal = threading.Lock()


def pay():
    with accounts:
        time.sleep(0.02)
        with journal:
            print("paid")


def audit():
    time.sleep(0.1)
    with journal, accounts:  # finds: lock-order
        print("audited")


threads = [threading.Thread(target=pay), threading.Thread(target=audit)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
