# multiprocessing: what of it needs no processes.

from _trace import cpu_count


class ProcessError(Exception):
    pass


class TimeoutError(ProcessError):
    __module__ = "multiprocessing.context"
