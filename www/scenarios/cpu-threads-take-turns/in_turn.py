import threading

def count(name):
    total = 0
    for n in range(12_000_000):
        total += n
    print("counted", name)

threads = [threading.Thread(target=count, args=name, name=name) for name in "ab"]
for thread in threads:
    thread.start()
    thread.join()
print("both counted")
