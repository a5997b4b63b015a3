import threading
import time


def waits(name):
    time.sleep(0.05)
    other = threads["b" if name == "a" else "a"]
    other.join(timeout=0.1 if name == "a" else 0.3)
    print(name, "no longer waits; other alive:", other.is_alive())


threads = {name: threading.Thread(target=waits, args=(name,)) for name in "ab"}
for thread in threads.values():
    thread.start()
for thread in threads.values():
    thread.join()
