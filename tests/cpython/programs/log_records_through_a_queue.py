"""QueueHandler, listeners, handlers' levels, child loggers, errors with tracebacks to stdout."""
import logging
import logging.handlers
import queue
import sys
import threading
import time

q = queue.Queue()
root = logging.getLogger()
root.setLevel(logging.INFO)
root.addHandler(logging.handlers.QueueHandler(q))
out = logging.StreamHandler(sys.stdout)
out.setFormatter(logging.Formatter("%(threadName)s %(levelname)s %(name)s: %(message)s"))
listener = logging.handlers.QueueListener(q, out, respect_handler_level=True)
listener.start()


def work(n):
    log = logging.getLogger(f"job.{n}")
    log.info("begin")
    time.sleep(0.02 * n)
    try:
        [][n]
    except IndexError:
        log.error("broke", exc_info=True)


ts = [threading.Thread(target=work, args=(n,), name=f"t{n}") for n in (1, 2)]
for t in ts:
    t.start()
    time.sleep(0.005)
for t in ts:
    t.join()
listener.stop()
print("end", q.empty())
