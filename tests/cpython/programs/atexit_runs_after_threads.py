import atexit
import threading
import time

atexit.register(print, "atexit: first registered, last run")


@atexit.register
def farewell():
    print("atexit: threads alive:", threading.active_count())


def work():
    time.sleep(0.2)
    print("thread done")


threading.Thread(target=work).start()
print("main done")
