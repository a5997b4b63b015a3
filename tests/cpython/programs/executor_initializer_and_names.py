import threading
import time
from concurrent.futures import ThreadPoolExecutor

local = threading.local()


def prepare(greeting):
    local.greeting = greeting
    print("prepared", threading.current_thread().name)


def greet(name):
    time.sleep(0.1)
    return f"{local.greeting}, {name}"


with ThreadPoolExecutor(1, thread_name_prefix="greeter", initializer=prepare, initargs=("hello",)) as pool:
    print(list(pool.map(greet, ["ann", "bob", "cyd"])))
try:
    ThreadPoolExecutor(0)
except ValueError as error:
    print("ValueError:", error)
