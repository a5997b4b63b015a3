# timeit: callables only; a statement as text would have to be compiled while the program runs.

import gc
import itertools
import time
from _trace import limit as _limit

default_number = 1000000
default_repeat = 5
default_timer = time.perf_counter


def _nothing():
    pass


def _callable(given, what):
    if isinstance(given, str) and given == "pass":
        return _nothing
    if isinstance(given, str):
        _limit(f"timeit with {what} as text is not part of Loopscope; give it a function: timeit.timeit(lambda: ...)")
    if not callable(given):
        raise ValueError(f"{what} is neither a string nor callable")
    return given


class Timer:
    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        self.timer = timer
        self._setup = _callable(setup, "setup")
        self._stmt = _callable(stmt, "stmt")

    def timeit(self, number=default_number):
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            self._setup()
            stmt, timer = self._stmt, self.timer
            start = timer()
            for _ in itertools.repeat(None, number):
                stmt()
            return timer() - start
        finally:
            if was_enabled:
                gc.enable()

    def repeat(self, repeat=default_repeat, number=default_number):
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        scale = 1
        while True:
            for factor in (1, 2, 5):
                number = scale * factor
                taken = self.timeit(number)
                if callback:
                    callback(number, taken)
                if taken >= 0.2:
                    return number, taken
            scale *= 10


def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=default_repeat, number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
