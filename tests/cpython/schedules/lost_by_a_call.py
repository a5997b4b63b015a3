import threading
counter = 0
def work():
    global counter
    v = counter
    v = int(v) + 1
    counter = v
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(counter)
