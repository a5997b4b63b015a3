"""Dining philosophers with a waiter who lets four of five sit down."""

import threading
import time

N = 5
forks = [threading.Lock() for _ in range(N)]
waiter = threading.Semaphore(N - 1)
meals = [0] * N
print_lock = threading.Lock()


class Philosopher(threading.Thread):
    def __init__(self, seat):
        super().__init__(name=f"Philosopher-{seat}")
        self.seat = seat
        self.left, self.right = forks[seat], forks[(seat + 1) % N]

    def run(self):
        for _ in range(2):
            time.sleep(0.002 * self.seat)
            with waiter:
                with self.left, self.right:
                    time.sleep(0.005)
                    meals[self.seat] += 1
        with print_lock:
            print(f"{self.name} leaves the table", flush=True) if self.seat == N - 1 else None


table = [Philosopher(seat) for seat in range(N)]
for philosopher in table:
    philosopher.start()
for philosopher in table:
    philosopher.join()
print(meals, all(not fork.locked() for fork in forks), waiter._value, table[0].name)
