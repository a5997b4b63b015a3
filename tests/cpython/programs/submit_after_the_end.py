# While the interpreter shuts down no executor takes new work.
import threading
import time
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(1)
pool.submit(print, "in time")


def late():
    time.sleep(0.2)
    try:
        pool.submit(print, "too late")
    except RuntimeError as error:
        print("RuntimeError:", error)


threading.Thread(target=late).start()
time.sleep(0.05)
print("main ends")
