import threading
import time

barrier = threading.Barrier(3, timeout=0.2)


def party(name, delay):
    time.sleep(delay)
    try:
        barrier.wait()
        print(name, "passed")
    except threading.BrokenBarrierError:
        time.sleep(delay / 2)
        print(name, "found it broken")


threads = [threading.Thread(target=party, args=(f"p{n}", 0.2 * n)) for n in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
barrier.reset()
print(barrier.broken, barrier.n_waiting)
