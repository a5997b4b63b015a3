import threading, time

items = []
changed = threading.Condition()

def consumer():
    with changed:
        while not items:
            changed.wait(timeout=1)
        print("takes", items.pop() if items else "nothing")

for name in ("first", "second"):
    threading.Thread(target=consumer, name=name).start()
time.sleep(0.3)
for item in ("apple", "pear"):
    with changed:
        items.append(item)
        changed.notify_all()
    time.sleep(0.3)
