import threading
import time

ready = False


def prepare():
    global ready
    time.sleep(0.1)
    ready = True


threading.Thread(target=prepare).start()
while not ready:  # finds: busy-wait
    pass
print("ready")
