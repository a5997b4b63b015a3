# Where a traceback points: into the generator behind a for, and past the end of a with.
import threading
import time


def readings():
    time.sleep(0.1)
    yield 1
    raise ValueError("sensor lost")


class Device:
    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        print("exit:", kind and kind.__name__, error, traceback is not None)
        if kind is KeyError:
            raise RuntimeError("cannot close")


def collect():
    for reading in readings():
        print(reading)


def close():
    with Device():
        {}["x"]


for target in (collect, close):
    thread = threading.Thread(target=target, name=target.__name__)
    thread.start()
    thread.join()
