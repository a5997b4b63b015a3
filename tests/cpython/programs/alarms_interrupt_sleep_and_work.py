"""signal.alarm and setitimer: timeouts for code that knows of none."""
import contextlib
import signal
import time


def say(*words):
    print(*words, flush=True)


class TooLate(Exception):
    pass


@contextlib.contextmanager
def time_limit(seconds):
    def give_up(number, frame):
        raise TooLate(f"after {seconds} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def busy(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


for work in time.sleep, busy:
    for seconds in 0.1, 0.3:
        try:
            with time_limit(0.2):
                work(seconds)
            say(work.__name__, "in time")
        except TooLate as error:
            say(work.__name__, "too late", error)
print(signal.alarm(2), signal.alarm(0), signal.alarm(0))
print(signal.setitimer(signal.ITIMER_REAL, 5), signal.alarm(0))
print(signal.alarm(3), signal.getitimer(signal.ITIMER_REAL)[0] > 2.9, signal.alarm(0))
for wrong in (7, 1), (signal.ITIMER_REAL, -1), (signal.ITIMER_REAL, "x"):
    try:
        signal.setitimer(*wrong)
    except (signal.ItimerError, TypeError) as error:
        print(type(error), error, isinstance(error, OSError))


ticks = []


def tick(number, frame):
    ticks.append(number)


signal.signal(signal.SIGALRM, tick)
signal.setitimer(signal.ITIMER_REAL, 0.1, 0.2)
while len(ticks) < 3:
    signal.pause()
    say("paused", len(ticks))
time.sleep(0.5)
signal.setitimer(signal.ITIMER_REAL, 0)
print(len(ticks))


def fail(number, frame):
    raise TooLate("at last")


signal.signal(signal.SIGALRM, fail)
signal.alarm(1)
time.sleep(3)
