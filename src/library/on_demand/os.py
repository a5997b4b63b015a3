# os: what a program asks about its machine.

import _signals
import os.path as path
from os.path import exists as _exists
from _disk import chdir, getcwd, listdir, makedirs, mkdir, remove, replace, rmdir, stat, stat_result, walk
from _thread import process_id as _process_id
from _trace import cpu_count as _cores
from _trace import leave as _leave
from _trace import version as _version
from hashlib import random_bytes as urandom

name = "posix"
sep = "/"
linesep = "\n"
pathsep = ":"
curdir = "."
pardir = ".."
altsep = None
extsep = "."
devnull = "/dev/null"
O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND = 0, 1, 2, 64, 128, 512, 1024
EX_OK = 0
error = OSError
unlink = remove
rename = replace
lstat = stat
F_OK, X_OK, W_OK, R_OK = 0, 1, 2, 4


class _Environ(dict):
    def __getitem__(self, key):
        try:
            return dict.__getitem__(self, key)
        except KeyError:
            raise KeyError(key) from None

    def __setitem__(self, key, value):
        for part in (key, value):
            if not isinstance(part, str):
                raise TypeError(f"str expected, not {type(part).__name__}")
        dict.__setitem__(self, key, value)

    def __repr__(self):
        return f"environ({dict.__repr__(self)})"


environ = _Environ(
    {"HOME": "/home/user", "LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin", "PWD": "/home/user", "USER": "user"}
)


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(name, value):
    pass


def cpu_count():
    return _cores()


def process_cpu_count():
    if _version() < (3, 13):
        raise AttributeError("module 'os' has no attribute 'process_cpu_count'")
    return _cores()


def sched_getaffinity(pid):
    return set(range(_cores()))


def getpid():
    return _process_id


def kill(pid, signal, /):
    if pid != _process_id:
        raise ProcessLookupError(3, "No such process")
    if signal:
        _signals.deliver(int(signal), True)


def _exit(status):
    _leave(status & 255)


def abort():
    _leave(134)


def getppid():
    return _process_id - 1


def getuid():
    return 1000


def getgid():
    return 1000


def getlogin():
    return "user"


def getloadavg():
    return 0.0, 0.0, 0.0


_STRERROR = {
    1: "Operation not permitted",
    2: "No such file or directory",
    9: "Bad file descriptor",
    11: "Resource temporarily unavailable",
    13: "Permission denied",
    17: "File exists",
    20: "Not a directory",
    21: "Is a directory",
    22: "Invalid argument",
    39: "Directory not empty",
}


def access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True):
    return _exists(path)


class DirEntry:
    def __init__(self, folder, name):
        self.name = name
        self.path = path.join(folder, name)

    def is_dir(self, *, follow_symlinks=True):
        return path.isdir(self.path)

    def is_file(self, *, follow_symlinks=True):
        return path.isfile(self.path)

    def is_symlink(self):
        return False

    def stat(self, *, follow_symlinks=True):
        return stat(self.path)

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"


class _Entries(list):
    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass

    def __next__(self):
        if not self:
            raise StopIteration
        return self.pop(0)

    def __iter__(self):
        return self

    def close(self):
        pass


def scandir(path="."):
    return _Entries(DirEntry(path, name) for name in listdir(path))


def removedirs(name):
    rmdir(name)
    above = path.dirname(name)
    while above:
        try:
            rmdir(above)
        except OSError:
            break
        above = path.dirname(above)


def strerror(code):
    return _STRERROR.get(code, f"Unknown error {code}")


def fspath(path):
    if isinstance(path, (str, bytes)):
        return path
    if hasattr(type(path), "__fspath__"):
        return type(path).__fspath__(path)
    raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")


class _AnyPath(type):
    def __instancecheck__(cls, instance):
        return hasattr(type(instance), "__fspath__")

    def __subclasscheck__(cls, subclass):
        return hasattr(subclass, "__fspath__")


class PathLike(metaclass=_AnyPath):
    def __fspath__(self):
        raise NotImplementedError


class terminal_size(tuple):
    columns = property(lambda self: self[0])
    lines = property(lambda self: self[1])

    def __repr__(self):
        return f"os.terminal_size(columns={self[0]}, lines={self[1]})"


def get_terminal_size(fd=1):
    return terminal_size((80, 24))


def sched_yield():
    from time import sleep

    sleep(0)


def register_at_fork(*, before=None, after_in_child=None, after_in_parent=None):
    pass


class _Uname(tuple):
    sysname = property(lambda self: self[0])
    nodename = property(lambda self: self[1])
    release = property(lambda self: self[2])
    version = property(lambda self: self[3])
    machine = property(lambda self: self[4])


def uname():
    return _Uname(("Linux", "loopscope", "6.1.0", "#1 SMP", "x86_64"))
