import threading, time

ready = threading.Event()

def worker():
    ready.wait()
    print("worker goes on")

thread = threading.Thread(target=worker, name="worker")
thread.start()
time.sleep(0.5)
print("ready")
ready.set()
thread.join()
print("over")
