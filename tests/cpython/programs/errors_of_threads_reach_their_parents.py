"""Ways by which a thread's exception reaches its parent."""
import queue
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor


class ExcThread(threading.Thread):
    exc = None

    def run(self):
        try:
            super().run()
        except BaseException as e:
            self.exc = e

    def join(self, timeout=None):
        super().join(timeout)
        if self.exc:
            raise self.exc


def fail(x):
    raise LookupError(f"nothing at {x}")


t = ExcThread(target=fail, args=(3,))
t.start()
try:
    t.join()
except LookupError as e:
    print("joined:", e, e.__traceback__.tb_next is not None)
bucket = queue.Queue()


def worker():
    try:
        fail(4)
    except Exception:
        bucket.put(sys.exc_info())


threading.Thread(target=worker).start()
kind, value, tb = bucket.get()
print(kind, value, traceback.extract_tb(tb)[-1].name)
try:
    raise value.with_traceback(tb)
except LookupError as e:
    print(len(traceback.extract_tb(e.__traceback__)))
with ThreadPoolExecutor() as pool:
    f = pool.submit(fail, 5)
    print(repr(f.exception()), f)
    try:
        f.result()
    except LookupError:
        traceback.print_exc()


def hook(args, /):
    print("hook", args.exc_type.__name__, args.thread.name, args.exc_value)


original, threading.excepthook = threading.excepthook, hook
t = threading.Thread(target=fail, args=(6,), name="hooked")
t.start()
t.join()
threading.excepthook = threading.__excepthook__
t = threading.Thread(target=lambda: sys.exit(3), name="quiet exit")
t.start()
t.join()
t = threading.Thread(target=exit, name="quiet too")
t.start()
t.join()


def bad_hook(args):
    raise ValueError("the hook itself")


threading.excepthook = bad_hook
t = threading.Thread(target=fail, args=(7,), name="last")
t.start()
t.join()
sys.excepthook = lambda kind, value, tb: print("sys hook", kind.__name__, value)
raise KeyError("at the end")
