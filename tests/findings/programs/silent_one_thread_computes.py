import threading
import time


def crunch(n):
    total = 0
    for i in range(n):
        total += i
    print(total)


thread = threading.Thread(target=crunch, args=(3_000_000,))
thread.start()
time.sleep(0.05)
print("main waits")
thread.join()
