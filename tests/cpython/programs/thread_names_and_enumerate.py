import threading
import time


def work():
    time.sleep(0.2)


class Named(threading.Thread):
    def run(self):
        time.sleep(0.1)
        print("run of", self.name, self.daemon)


first = threading.Thread(target=work)
second = Named(name="mine", daemon=True)
print(first.name, second.name)
first.start()
second.start()
print(threading.active_count(), [thread.name for thread in threading.enumerate()])
second.join()
first.name = "renamed"
print([thread.name for thread in threading.enumerate()])
first.join()
print(threading.active_count(), threading.main_thread() is threading.current_thread())
