# The thread's error is printed; the program goes on and exits with 0.
import threading
import time


def fails(divisor):
    time.sleep(0.1)
    print(1 / divisor)


thread = threading.Thread(target=fails, args=(0,), name="calculator")
thread.start()
thread.join()
print("main goes on")
