def run():
    table = {}
    items = []
    for i in range(300_000):
        table[i % 1000] = i
        items.append(i * 2)
    total = 0
    for i in range(300_000):
        total += items[i] + table[i % 1000]
    return total + sum([x for x in items if x % 3 == 0])


run()
