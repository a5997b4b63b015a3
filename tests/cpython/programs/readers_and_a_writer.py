import threading
import time


class ReadWriteLock:
    def __init__(self):
        self.changed = threading.Condition()
        self.readers = 0

    def read(self, name, seconds):
        with self.changed:
            self.readers += 1
        print(name, "reads")
        time.sleep(seconds)
        with self.changed:
            self.readers -= 1
            self.changed.notify_all()

    def write(self, name):
        with self.changed:
            while self.readers:
                self.changed.wait()
            print(name, "writes")
            time.sleep(0.1)


lock = ReadWriteLock()
threads = [
    threading.Thread(target=lock.read, args=("ann", 0.3)),
    threading.Thread(target=lock.read, args=("bob", 0.1)),
    threading.Thread(target=lock.write, args=("cyd",)),
]
for thread in threads:
    thread.start()
    time.sleep(0.05)
for thread in threads:
    thread.join()
print("end")
