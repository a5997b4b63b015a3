import threading
import time


def work(n):
    time.sleep(0.1)
    print("work", n)


threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
