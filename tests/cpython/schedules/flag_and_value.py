import threading
value = None
ready = False
seen = []
def write():
    global value, ready
    ready = bool(True)
    value = str(7)
def read():
    if ready:
        seen.append(value)
threads = [threading.Thread(target=write), threading.Thread(target=read)]
for t in threads: t.start()
for t in threads: t.join()
print(seen)
