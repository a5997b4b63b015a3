# The main thread stops at once; the program waits for its other threads, then exits with 130.
import threading
import time


def slow():
    time.sleep(0.3)
    print("thread done")


threading.Thread(target=slow).start()
try:
    time.sleep(0.1)
    raise KeyboardInterrupt
finally:
    print("cleaning up")
