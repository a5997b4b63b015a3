import queue
from dataclasses import dataclass, field


@dataclass(order=True)
class Job:
    priority: int
    name: str = field(compare=False)


jobs, stack, simple = queue.PriorityQueue(), queue.LifoQueue(), queue.SimpleQueue()
for priority, name in [(5, "later"), (1, "now"), (3, "soon")]:
    jobs.put(Job(priority, name))
    stack.put(name)
    simple.put(name)
print([jobs.get().name for _ in range(3)])
print([stack.get() for _ in range(3)])
print([simple.get() for _ in range(3)], simple.empty())
try:
    simple.get(timeout=0.1)
except queue.Empty as error:
    print("Empty", repr(error))
jobs.put((1, "x"))
try:
    jobs.put((1, 2))
except TypeError as error:
    print("TypeError:", error)
print(jobs.get())
