# /// script
# [tool.loopscope.machine]
# cores = 2
# python = "3.13t"
# ///
import threading


def count():
    n = 0
    while n < 300_000:
        n += 1


threads = [threading.Thread(target=count) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
