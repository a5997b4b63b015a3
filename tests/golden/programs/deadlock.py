import threading
import time

first = threading.Lock()
second = threading.Lock()


def forwards():
    with first:
        time.sleep(0.01)
        with second:
            print("never")


def backwards():
    with second:
        time.sleep(0.01)
        with first:
            print("never")


one = threading.Thread(target=forwards, name="forwards")
two = threading.Thread(target=backwards, name="backwards")
one.start()
two.start()
one.join()
