# The traceback goes through the line that waits and the line that failed.
import time
from concurrent.futures import ThreadPoolExecutor


def parse(text):
    time.sleep(0.1)
    return int(text)


with ThreadPoolExecutor(2) as pool:
    for number in pool.map(parse, ["1", "2", "three", "4"]):
        print(number)
