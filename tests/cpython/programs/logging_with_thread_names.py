"""Logging from threads: format with thread names, levels, a filter, an error with its traceback, handlers of their own."""

import logging
import sys
import threading
import time

logging.basicConfig(
    level=logging.DEBUG, format="%(levelname)-8s [%(threadName)s] %(name)s: %(message)s", stream=sys.stdout
)
log = logging.getLogger("app.worker")


class NoSecrets(logging.Filter):
    def filter(self, record):
        record.msg = str(record.msg).replace("secret", "******")
        return True


class ListHandler(logging.Handler):
    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


memory = ListHandler()
memory.setFormatter(logging.Formatter("{levelname}:{funcName}:{message}", style="{"))
logging.getLogger("app").addHandler(memory)
log.addFilter(NoSecrets())


def work(n):
    log.debug("starting %d", n)
    time.sleep(0.01 * n)
    if n == 2:
        log.warning("the secret is %s", "out")
    try:
        10 / (n - 1)
    except ZeroDivisionError:
        log.exception("job %d failed", n)
    else:
        log.info("job %d %s", n, "done", extra={"job": n})


threads = [threading.Thread(target=work, args=(n,), name=f"job-{n}") for n in (1, 2, 3)]
for thread in threads:
    thread.start()
    thread.join()
log.setLevel(logging.ERROR)
log.info("not shown")
print(log.isEnabledFor(logging.INFO), log.getEffectiveLevel(), logging.getLevelName(30), log.parent.name, log.handlers)
print(memory.lines[0])
print(len(memory.lines), memory)
logging.getLogger("other").critical("last words from %(who)s", {"who": "main"})
