# Between the load of `counter` and its store is a call after which the GIL may be handed over.
import threading

counter = 0


def one():
    return 1


def add():
    global counter
    for _ in range(200_000):
        counter = counter + one()  # finds: lost-update


threads = [threading.Thread(target=add) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
