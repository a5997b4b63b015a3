"""Random asyncio programs, run in CPython and in the model: do both print the same?

    fuzz.py --model PROGRAM [--first SEED] [--count N] [--keep FOLDER]
    fuzz.py --record FOLDER [--first SEED] [--count N]

CPython runs them on an event loop whose clock is virtual: a select that would wait moves the clock instead, as far as
epoll would have waited (whole milliseconds), and looking at the clock moves it by a microsecond. So their order is
determined, it is the one that a machine without noise would give, and a run takes no time. What still
depends on where objects lie in memory (a task group's set of tasks) is found by running it with either order of that set,
and left out. Whatever differs is written down as a program of its own, with both outputs. With --record only CPython runs them, and the folder gets each program that
has an order with what it printed: `cargo test` runs those.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile

PREAMBLE = '''
import asyncio, math, os, selectors, sys
from asyncio import base_events


class Ordered(dict):
    add = dict.setdefault

    def discard(self, item):
        self.pop(item, None)

    def __iter__(self):
        return iter(list(self.keys()) if sys.argv[2] == "first" else list(reversed(self.keys())))


if sys.argv[2] != "any":
    asyncio.taskgroups.set = Ordered

now = 1000.0


class Waitless(selectors.EpollSelector):
    def select(self, timeout=None):
        global now
        found = super().select(0)
        if not found and timeout is None:
            # What waits for ever ends the model's run with this code.
            sys.stdout.flush()
            os._exit(124)
        if not found and timeout > 0:
            now += math.ceil(timeout * 1e3) * 1e-3
        return found


def tick(self):
    global now
    now += 1e-6
    return now


selectors.DefaultSelector = Waitless
base_events.BaseEventLoop.time = tick
with open(sys.argv[1]) as file:
    code = compile(file.read(), "main.py", "exec")
exec(code, {"__name__": "__main__"})
'''

HEAD = """import asyncio


def say(*words):
    print(*words)


"""


class Writer:
    """Writes one program. Everything comes from the seed."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.lines = []
        self.coroutines = 0
        # Coroutine functions, in an order in which what is called stands first.
        self.functions = []
        self.left = 60

    def line(self, depth, text):
        self.lines.append("    " * depth + text)

    def program(self):
        tasks = self.chance.randint(2, 4)
        bodies = [self.coroutine(depth=0) for _ in range(tasks)]
        self.line(0, "async def main():")
        self.line(1, "global lock, event, queue, semaphore, condition, tasks")
        self.line(1, "lock, event, condition = asyncio.Lock(), asyncio.Event(), asyncio.Condition()")
        self.line(1, f"queue = asyncio.Queue({self.chance.randint(0, 2)})")
        self.line(1, f"semaphore = asyncio.Semaphore({self.chance.randint(1, 2)})")
        self.line(1, "tasks = []")
        for number, body in enumerate(bodies):
            self.line(1, f"tasks.append(asyncio.create_task({body}('{chr(65 + number)}'), name='{chr(65 + number)}'))")
            if self.chance.random() < 0.3:
                self.line(1, f"await asyncio.sleep({self.pause()})")
        self.line(1, "done, pending = await asyncio.wait(tasks, timeout=100)")
        self.line(1, "for task in tasks:")
        self.line(2, "say(task.get_name(), task.done(), task.cancelled(), task.cancelling())")
        self.line(2, "if task.done() and not task.cancelled():")
        self.line(3, "say(repr(task.exception()), task.exception() or task.result())")
        # asyncio.run would cancel what is left in the order of a set.
        self.line(1, "rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]")
        self.line(1, "rest.sort(key=lambda task: (len(task.get_name()), task.get_name()))")
        self.line(1, "for task in rest:")
        self.line(2, "task.cancel()")
        self.line(2, "await asyncio.wait([task])")
        self.line(0, "")
        self.line(0, "")
        self.line(0, "asyncio.run(main())")
        self.line(0, "say('end')")
        return HEAD + "\n".join(self.functions + self.lines) + "\n"

    def pause(self):
        # Two that end within the same millisecond would tell noise from noise.
        return "0" if self.chance.random() < 0.3 else f"{self.chance.uniform(0.01, 10):.4f}"

    def coroutine(self, depth):
        """Writes a coroutine function at the top level and gives its name."""
        name = f"c{self.coroutines}"
        self.coroutines += 1
        outer, self.lines = self.lines, []
        self.line(0, f"async def {name}(me):")
        self.block(1, depth, self.chance.randint(2, 5))
        if self.chance.random() < 0.6:
            self.line(1, f"return me + '{name}'")
        self.line(0, "")
        self.line(0, "")
        self.functions += self.lines
        self.lines = outer
        return name

    def child(self, depth):
        return f"{self.coroutine(depth + 1)}(me + '{self.chance.randint(0, 9)}')"

    def block(self, indent, depth, length):
        for _ in range(length):
            self.statement(indent, depth)

    def statement(self, indent, depth):
        self.left -= 1
        simple = [self.say, self.say, self.sleep, self.sleep, self.sleep, self.raises, self.set, self.cancels, self.later]
        blocks = [self.locked, self.slots, self.caught, self.final, self.timeout, self.waits_event, self.puts, self.gets,
                  self.notifies, self.waits_condition]
        nests = [self.gathers, self.group, self.waits_for, self.shields, self.awaits, self.completes, self.waits,
                 self.detaches]
        choices = simple + (blocks if indent < 4 else []) + (nests if depth < 2 and self.left > 0 else [])
        self.chance.choice(choices)(indent, depth)

    def say(self, indent, depth):
        self.line(indent, f"say(me, {self.chance.randint(0, 99)})")

    def sleep(self, indent, depth):
        self.line(indent, f"await asyncio.sleep({self.pause()})")

    def raises(self, indent, depth):
        if self.chance.random() < 0.3:
            error = self.chance.choice(["ValueError", "KeyError", "RuntimeError"])
            self.line(indent, f"raise {error}(me)")
        else:
            self.say(indent, depth)

    def set(self, indent, depth):
        self.line(indent, self.chance.choice(["event.set()", "event.set()", "event.clear()"]))

    def cancels(self, indent, depth):
        if self.chance.random() < 0.5:
            message = self.chance.choice(["", "'stop'"])
            self.line(indent, f"say(me, tasks[{self.chance.randint(0, 1)}].cancel({message}))")
        else:
            self.line(indent, "say(me, asyncio.current_task().cancelling(), asyncio.current_task().uncancel())")

    def later(self, indent, depth):
        how = self.chance.choice(["call_soon(", f"call_later({self.pause()}, "])
        self.line(indent, f"asyncio.get_running_loop().{how}say, me, 'called')")

    def locked(self, indent, depth):
        self.line(indent, "async with lock:")
        self.block(indent + 1, depth, self.chance.randint(1, 2))

    def slots(self, indent, depth):
        self.line(indent, "async with semaphore:")
        self.block(indent + 1, depth, self.chance.randint(1, 2))

    def caught(self, indent, depth):
        self.line(indent, "try:")
        self.block(indent + 1, depth, self.chance.randint(1, 3))
        error = self.chance.choice(["asyncio.CancelledError", "Exception", "BaseException", "TimeoutError"])
        self.line(indent, f"except {error} as error:")
        self.line(indent + 1, "say(me, 'caught', repr(error))")
        if self.chance.random() < 0.5:
            self.line(indent + 1, "raise")

    def final(self, indent, depth):
        self.line(indent, "try:")
        self.block(indent + 1, depth, self.chance.randint(1, 3))
        self.line(indent, "finally:")
        self.line(indent + 1, "say(me, 'finally')")
        if self.chance.random() < 0.3:
            self.sleep(indent + 1, depth)

    def timeout(self, indent, depth):
        self.line(indent, "try:")
        self.line(indent + 1, f"async with asyncio.timeout({self.pause()}) as scope:")
        self.block(indent + 2, depth, self.chance.randint(1, 2))
        self.line(indent, "except TimeoutError:")
        self.line(indent + 1, "say(me, 'too late', scope.expired())")

    def waits_event(self, indent, depth):
        self.line(indent, "await event.wait()")

    def puts(self, indent, depth):
        self.line(indent, self.chance.choice(["await queue.put(me)", "await queue.put(me)", "say(me, queue.full())"]))

    def gets(self, indent, depth):
        self.line(indent, "say(me, 'got', await queue.get())")

    def notifies(self, indent, depth):
        self.line(indent, "async with condition:")
        self.line(indent + 1, f"condition.notify({self.chance.choice(['', '2'])})")

    def waits_condition(self, indent, depth):
        self.line(indent, "async with condition:")
        self.line(indent + 1, "say(me, 'condition', await condition.wait())")

    def gathers(self, indent, depth):
        children = ", ".join(self.child(depth) for _ in range(self.chance.randint(1, 3)))
        kept = self.chance.choice(["", ", return_exceptions=True"])
        self.line(indent, f"say(me, 'gathered', await asyncio.gather({children}{kept}))")

    def group(self, indent, depth):
        self.line(indent, "async with asyncio.TaskGroup() as group:")
        for _ in range(self.chance.randint(1, 3)):
            self.line(indent + 1, f"group.create_task({self.child(depth)})")
        if self.chance.random() < 0.5:
            self.statement(indent + 1, depth)

    def waits_for(self, indent, depth):
        self.line(indent, f"say(me, 'in time', await asyncio.wait_for({self.child(depth)}, {self.pause()}))")

    def shields(self, indent, depth):
        self.line(indent, f"say(me, 'shielded', await asyncio.shield({self.child(depth)}))")

    def awaits(self, indent, depth):
        self.line(indent, f"say(me, await {self.child(depth)})")

    def completes(self, indent, depth):
        # Of coroutines it makes tasks in the order of a set, that is, of their addresses.
        children = ", ".join(f"asyncio.create_task({self.child(depth)})" for _ in range(self.chance.randint(1, 3)))
        self.line(indent, f"for first in asyncio.as_completed([{children}]):")
        self.line(indent + 1, "say(me, 'completed', await first)")

    def waits(self, indent, depth):
        children = ", ".join(f"asyncio.create_task({self.child(depth)})" for _ in range(self.chance.randint(1, 3)))
        mode = self.chance.choice(["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"])
        limit = self.chance.choice(["", f", timeout={self.pause()}"])
        self.line(indent, f"done, pending = await asyncio.wait([{children}], return_when=asyncio.{mode}{limit})")
        self.line(indent, "say(me, 'done', len(done), 'pending', len(pending))")

    def detaches(self, indent, depth):
        self.line(indent, f"kept = asyncio.create_task({self.child(depth)})")


def run(command):
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        return "it did not end", None
    return ended.stdout, ended.returncode


def told(ended):
    output, code = ended
    return f"{output}exit code {code}\n"


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    does = options.add_mutually_exclusive_group(required=True)
    does.add_argument("--model")
    does.add_argument("--record")
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--count", type=int, default=100)
    options.add_argument("--keep", default="target/fuzz")
    given = options.parse_args()
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    different, open_ones = [], 0
    with tempfile.TemporaryDirectory() as folder:
        preamble, program = os.path.join(folder, "virtual.py"), os.path.join(folder, "main.py")
        write(preamble, PREAMBLE)
        for seed in range(given.first, given.first + given.count):
            text = Writer(seed).program()
            write(program, text)
            theirs = run([sys.executable, preamble, program, "any"])
            ours = run([given.model, "run", program, "--set", f"python={version}"]) if given.model else None
            if theirs == ours:
                continue
            others = [run([sys.executable, preamble, program, order]) for order in ("first", "last")]
            if any(other != theirs for other in others):
                open_ones += 1
                continue
            stem = os.path.join(given.record or given.keep, f"seed{seed}")
            os.makedirs(os.path.dirname(stem), exist_ok=True)
            write(stem + ".py", text)
            write(stem + (".txt" if given.record else ".cpython"), told(theirs))
            if given.record:
                continue
            different.append(seed)
            write(stem + ".model", told(ours))
            print(f"seed {seed}: differs; see {stem}.*", flush=True)
    if given.record:
        return
    print(f"{given.count} programs in CPython {version} and in the model: {len(different)} differ, {open_ones} have no order")
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
