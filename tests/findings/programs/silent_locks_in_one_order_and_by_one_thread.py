# The same order everywhere; both orders in one thread only; both orders under a third lock; tries that give up.
import threading
import time

a, b, gate = threading.Lock(), threading.Lock(), threading.Lock()
c, d = threading.Lock(), threading.Lock()
e, f = threading.Lock(), threading.Lock()


def same():
    with a:
        time.sleep(0.01)
        with b:
            pass


def guarded():
    with gate:
        with c:
            with d:
                pass


def guarded_too():
    with gate:
        with d:
            with c:
                pass


def tries():
    with f:
        if e.acquire(timeout=0.01):
            e.release()


def takes():
    with e, f:
        time.sleep(0.02)


threads = [threading.Thread(target=target) for target in (same, same, guarded, guarded_too, tries, takes)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
with b:
    with a:
        print("alone")
