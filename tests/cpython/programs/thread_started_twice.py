import threading

thread = threading.Thread(target=print, args=("once",))
try:
    thread.join()
except RuntimeError as error:
    print("RuntimeError:", error)
thread.start()
thread.join()
thread.start()
