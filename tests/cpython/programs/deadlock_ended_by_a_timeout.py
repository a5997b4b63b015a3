# Two threads take two locks in opposite order; one gives up and lets the other go on.
import threading
import time

fork, knife = threading.Lock(), threading.Lock()


def eats(name, first, second, patience):
    with first:
        time.sleep(0.1)
        print(name, "wants the other")
        if second.acquire(timeout=patience):
            print(name, "eats")
            second.release()
        else:
            print(name, "gives up")


ann = threading.Thread(target=eats, args=("ann", fork, knife, 0.2))
bob = threading.Thread(target=eats, args=("bob", knife, fork, 1))
ann.start()
time.sleep(0.05)
bob.start()
ann.join()
bob.join()
print("end")
