def run():
    total = 0
    for i in range(2_000_000):
        total ^= i
    return total


run()
