import threading


def count(n):
    total = 0
    for i in range(n):
        total += i
    print("counted", total)


threads = [threading.Thread(target=count, args=(500_000,)) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
