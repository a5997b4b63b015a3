"""Random programs of threads, queues, pools and a loop among them, run in CPython and in the model.

    fuzz_threads.py --model PROGRAM [--first SEED] [--count N] [--keep FOLDER]
    fuzz_threads.py --record FOLDER [--model PROGRAM] [--first SEED] [--count N]

CPython runs them in real time. That is divided into slots of 20 ms; what a program waits for by the clock (a sleep, a
timeout, a timer) ends at the beginning of one, and whoever asks for one while the program runs gets one that nobody has: so
what the clock does comes apart by construction. What is said is kept until the end, with its slot and its thread: printing
would hand over the GIL. What threads do to each other within a slot may still be a race: CPython runs a program three times and
the model under three seeds, and a program counts only when each agrees with itself. Frames of the library are left out of
tracebacks, as the model does. Whatever differs is written down as a program of its own, with both outputs. With --record
the folder gets each program that CPython ran three times alike, with what it printed; given a model too, only those on which
its seeds agree with each other: `cargo test` runs those.
"""

import argparse
import concurrent.futures
import os
import random
import subprocess
import sys
import tempfile

from record import made_equal, without_library_frames

SEEDS = (0, 1, 2)
# How long a program may take, in seconds. What is longer waits for ever.
PATIENCE = 4

HEAD = """import asyncio
import atexit
import concurrent.futures
import queue
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

start = time.monotonic()
taken = {0}
said = []


def slot():
    return int((time.monotonic() - start) / 0.02 + 0.1)


def until(number):
    # How long it is until a slot that is nobody's.
    free = slot()
    while free in taken or number:
        number -= free not in taken
        free += 1
    taken.add(free)
    return max(0.0, start + free * 0.02 - time.monotonic())


def say(*words):
    said.append(" ".join(str(word) for word in (slot(), threading.current_thread().name) + words))


@atexit.register
def tell():
    print("\\n".join(said))


lock = threading.Lock()
rlock = threading.RLock()
condition = threading.Condition()
semaphore = threading.BoundedSemaphore(2)
event = threading.Event()
barrier = threading.Barrier(2)
local = threading.local()
futures = []
"""


class Writer:
    """Writes one program. Everything comes from the seed."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.lines = []
        self.names = 0
        # Functions, in an order in which what is called stands first.
        self.functions = []
        self.left = 30

    def line(self, depth, text):
        self.lines.append("    " * depth + text)

    def until(self, least=0):
        return f"until({self.chance.randint(least, 7)})"

    def program(self):
        with_loop = self.chance.random() < 0.4
        kind = self.chance.choice(["Queue", "Queue", "LifoQueue", "PriorityQueue", "SimpleQueue"])
        size = "" if kind == "SimpleQueue" else self.chance.randint(0, 2)
        self.bounded = kind != "SimpleQueue"
        top = f"queue_ = queue.{kind}({size})\npool = ThreadPoolExecutor({self.chance.randint(1, 2)}, 'pool')\n\n\n"
        bodies = [self.function(depth=0) for _ in range(self.chance.randint(2, 3))]
        if with_loop:
            coroutines = [self.coroutine(depth=0) for _ in range(self.chance.randint(1, 2))]
            self.line(0, "async def amain():")
            self.line(1, "global loop")
            self.line(1, "loop = asyncio.get_running_loop()")
            for coroutine in coroutines:
                self.line(1, f"task = asyncio.create_task({coroutine}(), name='{coroutine}')")
                self.line(1, f"await asyncio.sleep({self.until()})")
            self.line(1, "say(await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), until(60)))")
            self.functions += self.lines + ["", ""]
            self.lines = []
        self.line(0, "def main():")
        self.line(1, "threads = []")
        for number, body in enumerate(bodies):
            daemon = ", daemon=True" if self.chance.random() < 0.2 else ""
            name = chr(65 + number)
            self.line(1, f"threads.append(threading.Thread(target={body}, args=('{name}',), name='{name}'{daemon}))")
            self.line(1, "threads[-1].start()")
            if self.chance.random() < 0.7:
                self.pause(1, 0)
        self.block(1, 0, self.chance.randint(0, 3))
        if with_loop:
            self.line(1, "asyncio.run(amain())")
        if self.chance.random() < 0.7:
            self.line(1, "for thread in threads:")
            self.line(2, f"thread.join({'' if self.chance.random() < 0.5 else self.until()})")
            self.line(2, "say(thread.name, thread.is_alive(), thread.daemon)")
        if self.chance.random() < 0.5:
            self.line(1, "for future in futures:")
            self.line(2, "say(future.done(), future.cancelled(), future.running())")
        if self.chance.random() < 0.4:
            self.line(1, f"pool.shutdown(wait={self.chance.random() < 0.7}, cancel_futures={self.chance.random() < 0.5})")
        self.line(1, "say('end of main')")
        self.line(0, "")
        self.line(0, "")
        self.line(0, "main()")
        return HEAD + top + "\n".join(self.functions + self.lines) + "\n"

    def named(self, head):
        self.names += 1
        return f"{head}{self.names}"

    def function(self, depth):
        """Writes a function of one argument at the top level and gives its name."""
        outer, self.lines = self.lines, []
        name = self.named("f")
        self.line(0, f"def {name}(me):")
        self.pause(1, depth)
        self.block(1, depth, self.chance.randint(2, 4))
        if self.chance.random() < 0.5:
            self.line(1, f"return me + '{name}'")
        self.functions += self.lines + ["", ""]
        self.lines = outer
        return name

    def coroutine(self, depth):
        outer, self.lines = self.lines, []
        name = self.named("c")
        self.line(0, f"async def {name}():")
        for _ in range(self.chance.randint(2, 4)):
            choices = [self.asleep, self.to_thread, self.in_pool, self.soon, self.says]
            self.chance.choice(choices)(1, depth)
        self.line(1, f"return '{name}'")
        self.functions += self.lines + ["", ""]
        self.lines = outer
        return name

    def block(self, indent, depth, length):
        for _ in range(length):
            self.statement(indent, depth)
        if not length:
            self.says(indent, depth)

    def statement(self, indent, depth):
        self.left -= 1
        simple = [self.says, self.says, self.pause, self.pause, self.pause, self.raises, self.sets, self.puts, self.gets,
                  self.awaits_event, self.meets, self.notifies, self.stores, self.results, self.tries_lock]
        blocks = [self.locked, self.relocked, self.slotted, self.waits_condition, self.caught, self.final]
        nests = [self.starts, self.times, self.submits, self.submits, self.maps, self.own_pool, self.completes, self.waits,
                 self.from_thread]
        choices = simple + (blocks if indent < 4 else []) + (nests if depth < 2 and self.left > 0 else [])
        self.chance.choice(choices)(indent, depth)

    # What a thread does

    def says(self, indent, depth):
        self.line(indent, f"say({self.chance.randint(0, 99)})")

    def pause(self, indent, depth):
        self.line(indent, f"time.sleep({self.until()})")

    def after(self, indent, depth):
        """After a wake-up by another thread: mostly apart from what that one goes on to do."""
        if self.chance.random() < 0.9:
            self.pause(indent, depth)

    def raises(self, indent, depth):
        if self.chance.random() < 0.4:
            error = self.chance.choice(["ValueError('no')", "KeyError('key')", "SystemExit", "RuntimeError"])
            self.line(indent, f"raise {error}")
        else:
            self.says(indent, depth)

    def sets(self, indent, depth):
        self.line(indent, self.chance.choice(["event.set()", "event.set()", "event.clear()", "say(event.is_set())"]))

    def awaits_event(self, indent, depth):
        self.line(indent, f"say(event.wait({self.until()}))")

    def puts(self, indent, depth):
        item = self.chance.randint(0, 9)
        how = f"put({item}, timeout={self.until()})"
        if self.chance.random() < 0.3:
            how = f"put_nowait({item})"
        self.line(indent, f"queue_.{how}")

    def gets(self, indent, depth):
        how = "get_nowait()" if self.chance.random() < 0.2 else f"get(timeout={self.until()})"
        self.line(indent, f"say('got', queue_.{how})")
        if self.bounded and self.chance.random() < 0.3:
            self.line(indent, "queue_.task_done()")
        self.after(indent, depth)

    def meets(self, indent, depth):
        self.line(indent, "try:")
        self.line(indent + 1, f"say('met', barrier.wait({self.until()}))")
        self.line(indent, "except threading.BrokenBarrierError:")
        self.line(indent + 1, "say('broken')")
        if self.chance.random() < 0.5:
            self.line(indent + 1, "barrier.reset()")

    def notifies(self, indent, depth):
        self.line(indent, "with condition:")
        self.line(indent + 1, self.chance.choice(["condition.notify()", "condition.notify_all()"]))

    def waits_condition(self, indent, depth):
        self.line(indent, "with condition:")
        what = self.chance.choice(["wait(", "wait_for(event.is_set, "])
        self.line(indent + 1, f"say(condition.{what}{self.until()}))")
        self.after(indent + 1, depth)

    def stores(self, indent, depth):
        if self.chance.random() < 0.5:
            self.line(indent, f"local.value = {self.chance.randint(0, 99)}")
        self.line(indent, "say(getattr(local, 'value', None))")

    def tries_lock(self, indent, depth):
        self.line(indent, f"if lock.acquire(timeout={self.until()}):")
        self.line(indent + 1, "say('locked')")
        self.pause(indent + 1, depth)
        self.line(indent + 1, "lock.release()")
        self.line(indent, "else:")
        self.line(indent + 1, "say('not locked')")

    def locked(self, indent, depth):
        self.line(indent, "with lock:")
        self.pause(indent + 1, depth)
        self.block(indent + 1, depth, self.chance.randint(1, 2))

    def relocked(self, indent, depth):
        self.line(indent, "with rlock, rlock:")
        self.block(indent + 1, depth, self.chance.randint(1, 2))

    def slotted(self, indent, depth):
        self.line(indent, "with semaphore:")
        self.pause(indent + 1, depth)
        self.block(indent + 1, depth, self.chance.randint(1, 2))

    def caught(self, indent, depth):
        self.line(indent, "try:")
        self.block(indent + 1, depth, self.chance.randint(1, 3))
        error = self.chance.choice(["Exception", "Exception", "BaseException", "queue.Empty", "TimeoutError"])
        self.line(indent, f"except {error} as error:")
        self.line(indent + 1, "say('caught', repr(error))")
        if self.chance.random() < 0.3:
            self.line(indent + 1, self.chance.choice(["raise", "raise ValueError('other')", "raise KeyError(1) from error"]))

    def final(self, indent, depth):
        self.line(indent, "try:")
        self.block(indent + 1, depth, self.chance.randint(1, 3))
        self.line(indent, "finally:")
        self.line(indent + 1, "say('finally')")

    def starts(self, indent, depth):
        body, name = self.function(depth + 1), self.named("T")
        daemon = ", daemon=True" if self.chance.random() < 0.2 else ""
        self.line(indent, f"thread = threading.Thread(target={body}, args=('{name}',), name='{name}'{daemon})")
        self.line(indent, "thread.start()")
        self.block(indent, depth, self.chance.randint(0, 1))
        if self.chance.random() < 0.6:
            self.line(indent, f"thread.join({'' if self.chance.random() < 0.5 else self.until()})")
            self.line(indent, "say(thread.name, thread.is_alive())")

    def times(self, indent, depth):
        body = self.function(depth + 1)
        self.line(indent, f"timer = threading.Timer({self.until()}, {body}, ('timer',))")
        self.line(indent, f"timer.name = '{self.named('timer')}'")
        self.line(indent, "timer.start()")
        if self.chance.random() < 0.5:
            self.pause(indent, depth)
            self.line(indent, "timer.cancel()")

    def submits(self, indent, depth):
        body = self.function(depth + 1)
        self.line(indent, f"future = pool.submit({body}, 'job')")
        self.line(indent, "futures.append(future)")
        if self.chance.random() < 0.4:
            self.pause(indent, depth)
            self.line(indent, "future.add_done_callback(lambda done: say('done', done.cancelled()))")
        more = self.chance.random()
        if more < 0.3:
            self.line(indent, f"say(future.result({self.until()}))")
            self.after(indent, depth)
        elif more < 0.5:
            self.line(indent, f"say(repr(future.exception({self.until()})))")
            self.after(indent, depth)
        elif more < 0.7:
            self.pause(indent, depth)
            self.line(indent, "say(future.cancel(), future.running(), future.done())")

    def results(self, indent, depth):
        self.line(indent, "if futures:")
        self.line(indent + 1, f"say(futures[-1].result(timeout={self.until()}))")

    def maps(self, indent, depth):
        body = self.function(depth + 1)
        limit = f", timeout={self.until()}" if self.chance.random() < 0.4 else ""
        self.line(indent, f"for answer in pool.map({body}, ['x', 'y']{limit}):")
        self.line(indent + 1, "say('answer', answer)")

    def own_pool(self, indent, depth):
        body, name = self.function(depth + 1), self.named("own")
        self.line(indent, f"with ThreadPoolExecutor({self.chance.randint(1, 2)}, '{name}') as own:")
        self.line(indent + 1, f"future = own.submit({body}, 'own')")
        self.block(indent + 1, depth + 1, self.chance.randint(0, 2))
        self.line(indent, "say(future)" if self.chance.random() < 0.3 else "say(future.done())")

    def completes(self, indent, depth):
        calls = ", ".join(f"pool.submit({self.function(depth + 1)}, 'a')" for _ in range(2))
        limit = f", timeout={self.until()}" if self.chance.random() < 0.4 else ""
        self.line(indent, f"for done in concurrent.futures.as_completed([{calls}]{limit}):")
        self.line(indent + 1, "say('completed', done.exception() or done.result())")

    def waits(self, indent, depth):
        calls = ", ".join(f"pool.submit({self.function(depth + 1)}, 'w')" for _ in range(2))
        mode = self.chance.choice(["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"])
        limit = f", timeout={self.until()}" if self.chance.random() < 0.6 else ""
        self.line(indent, f"done, rest = concurrent.futures.wait([{calls}], return_when='{mode}'{limit})")
        self.line(indent, "say(len(done), len(rest))")
        self.after(indent, depth)

    def from_thread(self, indent, depth):
        """Reaches into the loop, which may not be there, or not any more."""
        if self.chance.random() < 0.5:
            self.line(indent, "loop.call_soon_threadsafe(say, 'called')")
        else:
            coroutine = self.coroutine(depth + 1)
            self.line(indent, f"future = asyncio.run_coroutine_threadsafe({coroutine}(), loop)")
            self.line(indent, "futures.append(future)")
            if self.chance.random() < 0.6:
                self.line(indent, f"say(future.result({self.until()}))")
            elif self.chance.random() < 0.5:
                self.pause(indent, depth)
                self.line(indent, "say(future.cancel())")

    # What a coroutine does

    def asleep(self, indent, depth):
        self.line(indent, f"await asyncio.sleep({self.until()})")

    def to_thread(self, indent, depth):
        call = f"asyncio.to_thread({self.function(depth + 1)}, 'threaded')"
        if self.chance.random() < 0.3:
            call = f"asyncio.wait_for({call}, {self.until()})"
        self.line(indent, f"say(await {call})")

    def in_pool(self, indent, depth):
        executor = self.chance.choice(["pool", "None"])
        call = f"loop.run_in_executor({executor}, {self.function(depth + 1)}, 'run')"
        if self.chance.random() < 0.3:
            self.line(indent, f"say(await asyncio.wait_for({call}, {self.until()}))")
        elif self.chance.random() < 0.3:
            self.line(indent, f"kept = {call}")
            self.asleep(indent, depth)
            self.line(indent, "say(kept.cancel())")
        else:
            self.line(indent, f"say(await {call})")

    def soon(self, indent, depth):
        how = self.chance.choice(["call_soon(", f"call_later({self.until()}, ", "call_soon_threadsafe("])
        self.line(indent, f"loop.{how}say, 'called')")


def told(output, errors, code, folder):
    """Both streams and the exit code as text."""
    lines = [made_equal(line) for line in output.splitlines()] + ["stderr:"]
    lines += without_library_frames([made_equal(line.replace(folder + "/", "")) for line in errors.splitlines()])
    return "".join(line + "\n" for line in lines) + f"exit code {code}\n"


def in_cpython(program):
    folder, name = os.path.split(program)
    command = [sys.executable, name]
    try:
        ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        # What waits for ever ends the model's run with this code.
        return told("", "", 124, folder)
    return told(ended.stdout, ended.stderr, ended.returncode, folder)


def in_model(model, program, seed):
    folder, name = os.path.split(program)
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    command = [model, "run", name, "--seed", str(seed), "--set", f"python={version}", "--set", "cores=2"]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    if ended.returncode == 124:
        return told("", "", 124, folder)
    return told(ended.stdout, ended.stderr, ended.returncode, folder)


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def tried(seed, model):
    """Text, what CPython says and what the model says; `None` for who does not agree with itself."""
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "main.py")
        text = Writer(seed).program()
        write(program, text)
        ours = {in_model(model, program, each) for each in SEEDS} if model else set()
        # They sleep most of the time; so they may do it together.
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            theirs = set(pool.map(in_cpython, [program] * 3))
    return text, theirs.pop() if len(theirs) == 1 else None, ours.pop() if len(ours) == 1 else None


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--model")
    options.add_argument("--record")
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--count", type=int, default=100)
    options.add_argument("--keep", default="target/fuzz-threads")
    given = options.parse_args()
    if not given.model and not given.record:
        options.error("one of --model and --record is needed")
    different, same, open_ones = [], 0, 0
    folder = given.record or given.keep
    os.makedirs(folder, exist_ok=True)
    for seed in range(given.first, given.first + given.count):
        text, theirs, ours = tried(seed, given.model)
        if theirs is None or (given.model and ours is None):
            open_ones += 1
            continue
        stem = os.path.join(folder, f"seed{seed}")
        if given.record:
            write(stem + ".py", text)
            write(stem + ".txt", theirs)
        elif theirs == ours:
            same += 1
        else:
            different.append(seed)
            write(stem + ".py", text)
            write(stem + ".cpython", theirs)
            write(stem + ".model", ours)
            print(f"seed {seed}: differs; see {stem}.*", flush=True)
    if not given.record:
        print(f"{same} programs do the same in CPython and in the model, {len(different)} differ, {open_ones} are races")
        sys.exit(bool(different))


if __name__ == "__main__":
    main()
