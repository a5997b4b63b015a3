import threading
import time


def action():
    print("all there")


barrier = threading.Barrier(3, action=action)


def player(number):
    time.sleep(0.1 * number)
    print("player", number, "waits for", barrier.parties - barrier.n_waiting - 1, "more")
    barrier.wait()
    time.sleep(0.05 * number)
    print("player", number, "plays")


players = [threading.Thread(target=player, args=(n,)) for n in (1, 2, 3)]
for thread in players:
    thread.start()
for thread in players:
    thread.join()
try:
    barrier.wait(timeout=0.1)
except threading.BrokenBarrierError as error:
    print("broken:", barrier.broken, repr(error))
