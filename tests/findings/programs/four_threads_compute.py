import threading


def crunch(n):
    total = 0
    for i in range(n):
        total += i
    print(total)


threads = [threading.Thread(target=crunch, args=(2_000_000,)) for _ in range(4)]  # finds: cpu-threads-under-gil
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
