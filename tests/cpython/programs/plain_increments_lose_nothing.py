# With the GIL of 3.10 and later a plain += on a global is not torn.
import threading

counter = 0


def count():
    global counter
    for _ in range(20_000):
        counter += 1


threads = [threading.Thread(target=count) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)
