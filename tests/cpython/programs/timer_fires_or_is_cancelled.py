import threading
import time

fires = threading.Timer(0.2, print, args=("fired",))
cancelled = threading.Timer(0.1, print, args=("never",))
fires.start()
cancelled.start()
time.sleep(0.05)
cancelled.cancel()
print("alive:", fires.is_alive())
fires.join()
cancelled.join()
print("alive:", fires.is_alive(), cancelled.is_alive())
