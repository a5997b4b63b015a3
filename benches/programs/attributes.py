class Counter:
    def __init__(self):
        self.n = 0

    def step(self):
        self.n += 1


def run():
    c = Counter()
    for _ in range(500_000):
        c.step()
        c.n = c.n + 1
    return c.n


run()
