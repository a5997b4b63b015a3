import logging
import sys
import threading
import time

logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(threadName)s %(levelname)s: %(message)s")
log = logging.getLogger("app.worker")


def work(seconds):
    log.debug("never")
    log.info("sleeping %.1f s", seconds)
    time.sleep(seconds)
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("failed after %s", seconds)


thread = threading.Thread(target=work, args=(0.1,), name="sleeper")
thread.start()
thread.join()
log.warning("joined %s", thread.name)
print(log.name, log.parent.name, log.isEnabledFor(logging.DEBUG))
