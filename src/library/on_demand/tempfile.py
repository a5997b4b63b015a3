# tempfile: files and folders in /tmp, in memory.

import os
from random import Random as _Random
from _disk import remove_tree as _remove_tree

tempdir = None
_random = _Random()


def gettempdir():
    return tempdir or "/tmp"


def gettempprefix():
    return "tmp"


def _name(suffix, prefix, folder):
    letters = "".join(_random.choices("abcdefghijklmnopqrstuvwxyz0123456789_", k=8))
    return os.path.join(folder or gettempdir(), f"{'tmp' if prefix is None else prefix}{letters}{suffix or ''}")


def mkdtemp(suffix=None, prefix=None, dir=None):
    name = _name(suffix, prefix, dir)
    os.mkdir(name, 0o700)
    return name


def mktemp(suffix="", prefix="tmp", dir=None):
    return _name(suffix, prefix, dir)


class TemporaryDirectory:
    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        self.name = mkdtemp(suffix, prefix, dir)
        self._delete = delete

    def cleanup(self):
        if os.path.exists(self.name):
            _remove_tree(self.name)

    def __enter__(self):
        return self.name

    def __exit__(self, *args):
        if self._delete:
            self.cleanup()

    def __repr__(self):
        return f"<TemporaryDirectory {self.name!r}>"


class _TemporaryFile:
    def __init__(self, file, name, delete):
        self.file = file
        self.name = name
        self._delete = delete

    def __getattr__(self, name):
        return getattr(self.file, name)

    def close(self):
        if not self.file.closed:
            self.file.close()
            if self._delete:
                os.remove(self.name)

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, *args):
        self.close()

    def __iter__(self):
        return iter(self.file)

    def __del__(self):
        self.close()


def NamedTemporaryFile(
    mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, delete=True, *, errors=None,
    delete_on_close=True,
):  # fmt: skip
    name = _name(suffix, prefix, dir)
    file = open(name, mode.replace("w", "x"), buffering, encoding, errors, newline)
    return _TemporaryFile(file, name, delete)


TemporaryFile = NamedTemporaryFile
