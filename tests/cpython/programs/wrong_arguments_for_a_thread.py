import threading
import time


def greet(name, times):
    print("hello " * times + name)


threading.Thread(target=greet, args=("ann", 2)).start()
time.sleep(0.05)
threading.Thread(target=greet, args=("bob"), name="typo").start()
time.sleep(0.05)
threading.Thread(target=greet("cyd", 1), name="called too early").start()
time.sleep(0.05)
try:
    threading.Thread(greet)
except AssertionError as error:
    print("AssertionError:", error)
