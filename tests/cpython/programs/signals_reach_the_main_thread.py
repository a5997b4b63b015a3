"""signal.signal and raise_signal in the main thread."""
import signal
import threading
import time

hits = []


def handler(signum, frame):
    name = signal.Signals(signum).name
    hits.append(name)
    print("handler got", name, "in", threading.current_thread().name)


old = signal.signal(signal.SIGUSR1, handler)
print("old is default:", old is signal.SIG_DFL, signal.getsignal(signal.SIGUSR1) is handler)
signal.raise_signal(signal.SIGUSR1)
print("after raise", hits)


def from_thread():
    try:
        signal.signal(signal.SIGUSR2, handler)
    except ValueError as error:
        print("ValueError:", error)
    signal.raise_signal(signal.SIGUSR1)


t = threading.Thread(target=from_thread, name="Other")
t.start()
t.join()
time.sleep(0.01)
print(hits)
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
signal.raise_signal(signal.SIGUSR1)
print("ignored", hits, signal.SIGUSR1, repr(signal.SIG_IGN))


class Shutdown(Exception):
    pass


def stop(signum, frame):
    raise Shutdown(signum)


signal.signal(signal.SIGTERM, stop)
try:
    print("working")
    signal.raise_signal(signal.SIGTERM)
    print("never")
except Shutdown as error:
    print("shutdown by", signal.Signals(error.args[0]).name)
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print("interrupted")
