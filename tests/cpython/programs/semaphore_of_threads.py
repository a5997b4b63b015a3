import threading
import time

seats = threading.Semaphore(2)


def guest(number):
    time.sleep(0.05 * number)
    with seats:
        print("guest", number, "sits")
        time.sleep(0.3)
        print("guest", number, "leaves")


guests = [threading.Thread(target=guest, args=(n,)) for n in (0, 1, 2, 3)]
for thread in guests:
    thread.start()
time.sleep(0.2)
print("a seat at once:", seats.acquire(blocking=False))
print("a seat in 0.05 s:", seats.acquire(timeout=0.05))
for thread in guests:
    thread.join()
bounded = threading.BoundedSemaphore(1)
try:
    bounded.release()
except ValueError as error:
    print("ValueError:", error)
