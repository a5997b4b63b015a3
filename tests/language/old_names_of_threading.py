# Names of threading that are old: what they do, and the warning, once a line.
import threading
from threading import Condition, Event, Thread


def work():
    print(threading.currentThread().getName())


t = Thread(target=work)
t.setName("worker")
t.setDaemon(True)
print(t.isDaemon(), t.getName())
t.start()
t.join()
for _ in range(2):
    print(threading.activeCount())
e = Event()
print(e.isSet())
with Condition() as c:
    pass
condition = Condition()
with condition:
    condition.notifyAll()
