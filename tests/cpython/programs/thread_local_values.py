import threading
import time

local = threading.local()
local.name = "main"


class Settings(threading.local):
    def __init__(self, level):
        self.level = level


settings = Settings(1)


def work(name, delay):
    local.name = name
    settings.level += 10 * delay
    time.sleep(delay)
    print(local.name, settings.level)


threads = [threading.Thread(target=work, args=(f"thread {n}", 0.1 * n)) for n in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(local.name, settings.level)
thread = threading.Thread(target=lambda: print(hasattr(local, "name")))
thread.start()
thread.join()
