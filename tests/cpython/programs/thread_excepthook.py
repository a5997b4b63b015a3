import sys
import threading


def hook(args):
    print("hook:", args.exc_type.__name__, args.exc_value, "in", args.thread.name)


def leave():
    sys.exit("ignored in a thread")


threading.excepthook = hook
for target in (lambda: int("x"), leave):
    thread = threading.Thread(target=target, name="worker")
    thread.start()
    thread.join()
threading.excepthook = threading.__excepthook__
print("end")
