import threading
ready = threading.Condition()
items = []
log = []
def produce():
    with ready:
        items.append(1)
        ready.notify()
    log.append("made")
def consume():
    with ready:
        while not items:
            ready.wait()
        log.append(items.pop())
    log.append("left")
threads = [threading.Thread(target=consume), threading.Thread(target=produce)]
for t in threads: t.start()
for t in threads: t.join()
print(log)
