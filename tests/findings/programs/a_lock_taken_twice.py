import threading

lock = threading.Lock()


def inner():
    with lock:  # finds: deadlock
        print("inner")


def outer():
    with lock:
        print("outer")
        inner()


outer()
