import time


def averager():
    total, count, average = 0, 0, None
    try:
        while True:
            value = yield average
            total += value
            count += 1
            average = total / count
    except GeneratorExit:
        print("closed after", count)
        raise


def source(values):
    for value in values:
        time.sleep(0.05)
        yield value
    return "exhausted"


def relay(values):
    result = yield from source(values)
    print("source returned", result)


average = averager()
next(average)
for value in relay([10, 20, 60]):
    print(value, average.send(value))
average.close()
try:
    average.send(1)
except StopIteration as stop:
    print("StopIteration", stop.value)
