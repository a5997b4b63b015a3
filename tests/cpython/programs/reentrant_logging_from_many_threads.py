import logging
import sys
import threading
import time


class Short(logging.Formatter):
    def format(self, record):
        return f"[{record.levelname[0]}] {record.threadName}: {record.getMessage()}"


handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(Short())
log = logging.getLogger("app")
log.addHandler(handler)
log.setLevel("DEBUG")
log.propagate = False


class OnlyOdd(logging.Filter):
    def filter(self, record):
        return "even" not in record.msg


def work(n):
    time.sleep(0.1 * n)
    log.info("odd %d" if n % 2 else "even %d", n)
    log.log(logging.ERROR, "job %s failed", {"n": n}["n"])


log.addFilter(OnlyOdd())
threads = [threading.Thread(target=work, args=(n,), name=f"job-{n}") for n in (1, 2, 3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
logging.getLogger("app.child").debug("through the parent's handler")
logging.getLogger("other").warning("by the last resort")
