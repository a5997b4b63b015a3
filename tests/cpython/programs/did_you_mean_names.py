# Names near the one that was not found among local variables, globals and builtins; attributes of self; forgotten imports.
import traceback

counter = 0


class Worker:
    def __init__(self):
        self.queue = []

    def put(self, item):
        queue.append(item)

    def puts(self, item):
        queues.append(item)

    @staticmethod
    def count():
        return countr


def local():
    total = 1
    if total:
        return totl


def shadowed():
    counter_ = 2
    return counte


def builtin():
    return prnt("x")


def forgotten():
    return math.pi


def forgotten_or_meant():
    tim = 1
    return time.sleep(tim)


def nothing():
    return completely_unknown


def unbound():
    if counter:
        value = 1
    return value


def closure():
    enclosed = 1

    def inner():
        return enclosed + enclosde

    return inner()


for call in (
    lambda: Worker().put(1),
    lambda: Worker().puts(1),
    Worker.count,
    local,
    shadowed,
    builtin,
    forgotten,
    forgotten_or_meant,
    nothing,
    unbound,
    closure,
):
    try:
        call()
    except NameError as error:
        print(traceback.format_exception(error)[-1].strip(), "|", error.name)

try:
    raise NameError("name 'coutner' is not defined", name="counter_")
except NameError as error:
    print(traceback.format_exception_only(error))


def uncaught():
    math_ = 1
    return json.dumps(math_)


uncaught()
