import threading
import time

thread = threading.Thread(target=time.sleep, args=(0.3,), name="sleeper")
print("alive before start:", thread.is_alive())
thread.start()
print("join returns", thread.join(timeout=0.1), "alive:", thread.is_alive())
thread.join()
print("alive after join:", thread.is_alive())
try:
    threading.current_thread().join()
except RuntimeError as error:
    print("RuntimeError:", error)
