# Logging to files, into memory, and by size.
import logging, os, threading, sys
from logging.handlers import RotatingFileHandler, MemoryHandler
logging.basicConfig(filename="app_of_this.log", filemode="w", level=logging.INFO, format="%(levelname)s %(threadName)s %(message)s")
def work(i):
    logging.info("worker %d", i)
ts = [threading.Thread(target=work, args=(i,), name=f"w{i}") for i in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print(open("app_of_this.log").read(), end="")
log = logging.getLogger("rot")
log.propagate = False
h = RotatingFileHandler("rot_of_this.log", mode="w", maxBytes=60, backupCount=2)
h.setFormatter(logging.Formatter("%(message)s"))
log.addHandler(h)
for i in range(12):
    log.warning("message number %d", i)
h.close()
for name in sorted(n for n in os.listdir(".") if n.startswith("rot_of_this")):
    print(name, repr(open(name).read()))
    os.remove(name)
os.remove("app_of_this.log")
m = MemoryHandler(3, target=logging.StreamHandler(sys.stdout))
mem = logging.getLogger("mem")
mem.propagate = False
mem.addHandler(m)
mem.warning("1"); mem.warning("2")
print("not yet")
mem.error("3")
mem.warning("4")
m.close()
try:
    logging.basicConfig(filename="x", stream=sys.stdout, force=True)
except ValueError as e:
    print(e)
try:
    logging.basicConfig(filename="x", handlers=[logging.NullHandler()], force=True)
except ValueError as e:
    print(e)
fh = logging.FileHandler("delayed_of_this.log", delay=True)
print(os.path.exists("delayed_of_this.log"), type(fh).__name__, os.path.basename(fh.baseFilename), fh.stream, fh.mode)
