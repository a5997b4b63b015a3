import threading
lock = threading.Lock()
counter = 0
def work():
    global counter
    with lock:
        v = counter
    with lock:
        counter = v + 1
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(counter)
