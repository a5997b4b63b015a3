# Errors in __del__ and in atexit functions are printed, and change neither flow nor exit code.
import atexit
import time


class Leaky:
    def __del__(self):
        raise ValueError("in __del__")


def bye():
    raise LookupError("in atexit")


atexit.register(print, "registered first, runs last")
atexit.register(bye)
leaky = Leaky()
time.sleep(0.05)
try:
    del leaky
    print("goes on")
finally:
    print("end of main")
