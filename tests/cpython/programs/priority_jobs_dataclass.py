"""Jobs with priorities in a thread-safe priority queue: dataclasses that compare by one field."""

import itertools
import queue
import threading
import time
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Callable


class Priority(IntEnum):
    HIGH = 1
    NORMAL = 5
    LOW = 10


counter = itertools.count()


@dataclass(order=True)
class Job:
    priority: Priority
    number: int = field(default_factory=lambda: next(counter))
    action: Callable[..., Any] = field(compare=False, default=print)
    args: tuple = field(compare=False, default=(), repr=False)

    def __call__(self):
        return self.action(*self.args)


jobs: "queue.PriorityQueue[Job]" = queue.PriorityQueue()
done = []


def report(name, seconds):
    time.sleep(seconds)
    done.append(name)
    print(f"{threading.current_thread().name} did {name}")


def run():
    while True:
        job = jobs.get()
        try:
            if job.priority is Priority.LOW and not job.args:
                return
            job()
        finally:
            jobs.task_done()


for priority, name in [(Priority.LOW, "backup"), (Priority.HIGH, "alarm"), (Priority.NORMAL, "mail"), (Priority.HIGH, "alert")]:
    jobs.put(Job(priority, action=report, args=(name, 0.01)))
jobs.put(Job(Priority.LOW))
thread = threading.Thread(target=run, name="runner")
thread.start()
thread.join()
print(done, jobs.empty())
print(Job(Priority.HIGH, 7), Job(Priority.HIGH, 1) < Job(Priority.NORMAL, 0), Priority(5), f"{Priority.LOW:>4}", Priority.HIGH + 1)
print(sorted([Job(Priority.LOW, 1), Job(Priority.HIGH, 3), Job(Priority.HIGH, 2)])[0].number, list(Priority))
