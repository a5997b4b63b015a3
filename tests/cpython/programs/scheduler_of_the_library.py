"""The event scheduler of the standard library, with threads."""
import sched
import threading
import time

s = sched.scheduler(time.monotonic, time.sleep)
t0 = time.monotonic()


def say(what, extra="x"):
    print(f"{time.monotonic() - t0:.1f} {what} {extra}")


s.enter(0.2, 1, say, ("second",))
s.enter(0.1, 1, say, ("first",), {"extra": "y"})
s.enter(0.2, 0, say, ("second but urgent",))
gone = s.enter(0.15, 1, say, ("cancelled",))
print("empty", s.empty(), len(s.queue))
s.cancel(gone)
s.run()
print("empty", s.empty())


def periodic(n):
    say("tick", n)
    if n < 3:
        s.enter(0.1, 1, periodic, (n + 1,))


s.enter(0, 1, periodic, (1,))
t = threading.Thread(target=s.run)
t.start()
t.join()
s.enterabs(t0 + 10, 1, say, ("late",))
print(s.run(blocking=False) > 1, s.queue[0].priority)
