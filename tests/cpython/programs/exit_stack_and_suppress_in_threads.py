import contextlib
import threading
import time


class Resource(contextlib.AbstractContextManager):
    def __init__(self, name):
        self.name = name

    def __exit__(self, kind, error, traceback):
        print("release", self.name, kind.__name__ if kind else None)
        return self.name == "b" and kind is OSError

    def close(self):
        print("close", self.name)


def work():
    with contextlib.ExitStack() as stack:
        for name in "abc":
            stack.enter_context(Resource(name))
        stack.callback(print, "callback")
        time.sleep(0.1)
        raise OSError("unplugged")
    print("suppressed by b")
    with contextlib.closing(Resource("d")), contextlib.suppress(ZeroDivisionError):
        1 / 0
    with contextlib.nullcontext(7) as value:
        print(value)


thread = threading.Thread(target=work)
thread.start()
thread.join()
