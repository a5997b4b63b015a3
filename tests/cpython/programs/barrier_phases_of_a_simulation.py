"""Phases of a simulation: a barrier with an action, and a broken one."""

import threading
import time

names = ["n", "e", "s", "w"]
cells = {name: 1 for name in names}
phase = 0


def next_phase():
    global phase
    phase += 1
    print(f"phase {phase}: {cells}, total {sum(cells.values())}")


barrier = threading.Barrier(len(names), action=next_phase, timeout=1)


def cell(i, name):
    for _ in range(3):
        left = cells[names[i - 1]]
        barrier.wait()
        cells[name] = left + i
        time.sleep(0.002 * i)
        barrier.wait()


threads = [threading.Thread(target=cell, args=pair) for pair in enumerate(names)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(barrier.parties, barrier.n_waiting, barrier.broken)


def impatient():
    try:
        barrier.wait(timeout=0.02)
    except threading.BrokenBarrierError as error:
        print("broken", repr(error))


t = threading.Thread(target=impatient)
t.start()
t.join()
print(barrier.broken)
barrier.reset()
print(barrier.broken)
