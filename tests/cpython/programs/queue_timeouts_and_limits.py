import queue
import threading
import time

box = queue.Queue(maxsize=1)
box.put("first")
try:
    box.put("second", timeout=0.1)
except queue.Full:
    print("full:", box.full(), box.qsize())
try:
    box.put_nowait("second")
except queue.Full as error:
    print(type(error).__name__)
threading.Timer(0.1, box.get).start()
box.put("third")
print("had to wait for the put")
print(box.get())
try:
    box.get(timeout=0.1)
except queue.Empty:
    print("empty:", box.empty())
try:
    box.get(timeout=-1)
except ValueError as error:
    print("ValueError:", error)
