# What `json.dumps` and `re.sub` call of a program's own runs as Python code: it may sleep, print and let others in.
import json
import re
import threading
import time


class Job:
    def __init__(self, name):
        self.name = name


class Key(str):
    def __lt__(self, other):
        time.sleep(0.1)
        print("compared", str(self), str(other))
        return str(self) < str(other)


def default(job):
    time.sleep(0.2)
    print("default of", job.name)
    return {"job": job.name}


def other():
    for i in range(4):
        time.sleep(0.25)
        print("other", i)


thread = threading.Thread(target=other)
thread.start()
print(json.dumps([Job("a"), Job("b")], default=default))
print(json.dumps({Key("y"): 1, Key("x"): 2}, sort_keys=True))
print(re.sub(r"\d", lambda match: (time.sleep(0.1), match.group() * 2)[1], "1-2"))
try:
    json.dumps([object()], default=lambda value: 1 / 0)
except ZeroDivisionError as error:
    print("raised:", error)
thread.join()
