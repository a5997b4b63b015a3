# pathlib

import os
from os import path as _path
from functools import total_ordering as _total_ordering
from _files import open as _open
from _trace import limit as _limit, version as _version

__all__ = ["PurePath", "PurePosixPath", "Path", "PosixPath", "UnsupportedOperation"]


class UnsupportedOperation(NotImplementedError):
    pass


def _matches(name, pattern):
    """Whether a part of a path matches a pattern with `*`, `?` and `[...]`."""
    if not pattern:
        return not name
    first = pattern[0]
    if first == "*":
        return any(_matches(name[i:], pattern[1:]) for i in range(len(name) + 1))
    if not name:
        return False
    if first == "?":
        return _matches(name[1:], pattern[1:])
    if first == "[":
        end = pattern.find("]", 3 if pattern[1:2] == "!" else 2)
        if end > 0:
            inside = pattern[1:end]
            negated = inside.startswith("!")
            inside = inside[1:] if negated else inside
            found, i = False, 0
            while i < len(inside):
                if inside[i + 1 : i + 2] == "-" and i + 2 < len(inside):
                    found = found or inside[i] <= name[0] <= inside[i + 2]
                    i += 3
                else:
                    found = found or inside[i] == name[0]
                    i += 1
            return found != negated and _matches(name[1:], pattern[end + 1 :])
    return name[0] == first and _matches(name[1:], pattern[1:])


def _matches_all(parts, patterns):
    """The same for all parts, where `**` stands for any number of them."""
    if not patterns:
        return not parts
    if patterns[0] == "**":
        return any(_matches_all(parts[i:], patterns[1:]) for i in range(len(parts) + 1))
    return bool(parts) and _matches(parts[0], patterns[0]) and _matches_all(parts[1:], patterns[1:])


def _segment(segment):
    if isinstance(segment, PurePath):
        return str(segment) if segment._tail or segment.root else ""
    if isinstance(segment, str):
        return segment
    given = segment.__fspath__() if hasattr(segment, "__fspath__") else segment
    if not isinstance(given, str):
        raise TypeError(
            "argument should be a str or an os.PathLike object where __fspath__ returns a str, "
            f"not {type(given).__name__!r}"
        )
    return given


class _Parents:
    def __init__(self, path):
        self._path = path
        self._count = len(path._tail)

    def __len__(self):
        return self._count

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        if not -self._count <= index < self._count:
            raise IndexError(index)
        if index < 0:
            index += self._count
        return self._path._of(self._path.root, self._path._tail[: self._count - index - 1])

    def __iter__(self):
        for i in range(self._count):
            yield self[i]

    def __contains__(self, path):
        return any(path == parent for parent in self)

    def __repr__(self):
        return f"<{type(self._path).__name__}.parents>"


@_total_ordering
class PurePath:
    def __new__(cls, *args, **kwargs):
        return object.__new__(PurePosixPath if cls is PurePath else cls)

    def __init__(self, *args):
        joined = ""
        for part in map(_segment, args):
            joined = _path.join(joined, part) if joined else part
        self.root = ""
        if joined.startswith("/"):
            self.root = "//" if joined.startswith("//") and not joined.startswith("///") else "/"
        self._tail = [part for part in joined.split("/") if part and part != "."]

    drive = ""

    def with_segments(self, *pathsegments):
        return type(self)(*pathsegments)

    def _of(self, root, tail):
        return self.with_segments(root + "/".join(tail))

    def __str__(self):
        return self.root + "/".join(self._tail) or "."

    def __repr__(self):
        return f"{type(self).__name__}({self.as_posix()!r})"

    def __fspath__(self):
        return str(self)

    def __bytes__(self):
        return str(self).encode()

    def __hash__(self):
        return hash(str(self))

    def __eq__(self, other):
        return str(self) == str(other) if isinstance(other, PurePath) else NotImplemented

    def __lt__(self, other):
        return self._parts() < other._parts() if isinstance(other, PurePath) else NotImplemented

    def _parts(self):
        return str(self).split("/")

    def __truediv__(self, key):
        try:
            return self.with_segments(self, key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self.with_segments(key, self)
        except TypeError:
            return NotImplemented

    def as_posix(self):
        return str(self)

    def as_uri(self):
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-~/"
        return "file://" + "".join(chr(b) if chr(b) in safe else f"%{b:02X}" for b in str(self).encode())

    @property
    def parts(self):
        return (self.root, *self._tail) if self.root else tuple(self._tail)

    @property
    def anchor(self):
        return self.root

    @property
    def name(self):
        return self._tail[-1] if self._tail else ""

    @property
    def suffix(self):
        name = self.name
        at = name.rfind(".")
        return name[at:] if 0 < at < len(name) - 1 else ""

    @property
    def suffixes(self):
        name = self.name
        if name.endswith("."):
            return []
        return ["." + suffix for suffix in name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        name = self.name
        at = name.rfind(".")
        return name[:at] if 0 < at < len(name) - 1 else name

    @property
    def parent(self):
        return self._of(self.root, self._tail[:-1]) if self._tail else self

    @property
    def parents(self):
        return _Parents(self)

    def joinpath(self, *pathsegments):
        return self.with_segments(self, *pathsegments)

    def with_name(self, name):
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        if not name or "/" in name or name == ".":
            raise ValueError(f"Invalid name {name!r}")
        return self._of(self.root, self._tail[:-1] + [name])

    def with_stem(self, stem):
        if not stem and self.suffix and _version() >= (3, 13):
            raise ValueError(f"{self!r} has a non-empty suffix")
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        if (suffix and not suffix.startswith(".")) or suffix == "." or "/" in suffix:
            raise ValueError(f"Invalid suffix {suffix!r}")
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        return self.with_name(self.stem + suffix)

    def is_absolute(self):
        return bool(self.root)

    def is_reserved(self):
        return False

    def is_relative_to(self, other, /):
        other = self.with_segments(other)
        return other == self or other in self.parents

    def relative_to(self, other, /, *, walk_up=False):
        other = self.with_segments(other)
        for step, path in enumerate([other, *other.parents]):
            if path == self or path in self.parents:
                break
            if not walk_up:
                raise ValueError(f"{str(self)!r} is not in the subpath of {str(other)!r}")
            if path.name == "..":
                raise ValueError(f"'..' segment in {str(other)!r} cannot be walked")
        else:
            raise ValueError(f"{str(self)!r} and {str(other)!r} have different anchors")
        return self.with_segments(*[".."] * step, *self._tail[len(path._tail) :])

    def match(self, path_pattern, *, case_sensitive=None):
        pattern = path_pattern if isinstance(path_pattern, PurePath) else self.with_segments(path_pattern)
        if not pattern.parts:
            raise ValueError("empty pattern")
        own = self._tail
        if len(own) < len(pattern._tail) or (pattern.root and (pattern.root != self.root or len(own) > len(pattern._tail))):
            return False
        fold = str if case_sensitive in (None, True) else str.lower
        last = own[len(own) - len(pattern._tail) :]
        return all(_matches(fold(name), fold("*" if p == "**" else p)) for name, p in zip(last, pattern._tail))

    def full_match(self, pattern, *, case_sensitive=None):
        if _version() < (3, 13):
            raise AttributeError(f"'{type(self).__name__}' object has no attribute 'full_match'")
        pattern = pattern if isinstance(pattern, PurePath) else self.with_segments(pattern)
        fold = str if case_sensitive in (None, True) else str.lower
        return self.root == pattern.root and _matches_all([fold(p) for p in self._tail], [fold(p) for p in pattern._tail])


class PurePosixPath(PurePath):
    pass


class Path(PurePath):
    def __new__(cls, *args, **kwargs):
        return object.__new__(PosixPath if cls is Path else cls)

    @classmethod
    def cwd(cls):
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        return cls("/home/user")

    def absolute(self):
        return self if self.root else self.with_segments(os.getcwd(), self)

    def resolve(self, strict=False):
        return self.with_segments(_path.realpath(self))

    def expanduser(self):
        return self.with_segments(_path.expanduser(self))

    def exists(self, *, follow_symlinks=True):
        return _path.exists(self)

    def is_dir(self, *, follow_symlinks=True):
        return _path.isdir(self)

    def is_file(self, *, follow_symlinks=True):
        return _path.isfile(self)

    def is_symlink(self):
        return False

    is_mount = is_socket = is_fifo = is_block_device = is_char_device = is_junction = is_symlink

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass


    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        return _open(self, mode, buffering, encoding, errors, newline)

    def read_text(self, encoding=None, errors=None, newline=None):
        with _open(self, "r", -1, encoding, errors, newline) as f:
            return f.read()

    def read_bytes(self):
        with _open(self, "rb", 0) as f:
            return f.read()

    def write_text(self, data, encoding=None, errors=None, newline=None):
        if not isinstance(data, str):
            raise TypeError(f"data must be str, not {type(data).__name__}")
        with _open(self, "w", -1, encoding, errors, newline) as f:
            return f.write(data)

    def write_bytes(self, data):
        view = memoryview(data)
        with _open(self, "wb") as f:
            return f.write(bytes(view))

    def touch(self, mode=0o666, exist_ok=True):
        if not self.exists():
            _open(self, "a").close()
        elif not exist_ok:
            raise FileExistsError(17, "File exists", str(self))

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        try:
            os.mkdir(str(self), mode)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, parents=False, exist_ok=exist_ok)
        except OSError:
            if not exist_ok or not self.is_dir():
                raise

    def rmdir(self):
        os.rmdir(str(self))

    def unlink(self, missing_ok=False):
        try:
            os.unlink(str(self))
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rename(self, target):
        os.rename(str(self), target)
        return self.with_segments(target)

    replace = rename

    def stat(self, *, follow_symlinks=True):
        return os.stat(str(self))

    lstat = stat

    def samefile(self, other_path):
        return _path.samefile(self, other_path)

    def iterdir(self):
        return iter([self / name for name in os.listdir(str(self))])

    def _below(self, folders_only=False):
        # Everything below it, folders before what is in them.
        for child in self.iterdir():
            is_folder = child.is_dir()
            if is_folder or not folders_only:
                yield child
            if is_folder:
                yield from child._below(folders_only)

    def _globbed(self, pattern):
        head, *rest = pattern
        if head == "**":
            yielded = set()
            for folder in [self, *self._below(True)]:
                for found in folder._globbed(rest) if rest else [folder]:
                    if found not in yielded:
                        yielded.add(found)
                        yield found
        elif self.is_dir():
            for child in self.iterdir():
                if _matches(child.name, head):
                    if not rest:
                        yield child
                    else:
                        yield from child._globbed(rest)

    def glob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        parts = [part for part in str(pattern).split("/") if part]
        if not parts:
            raise ValueError(f"Unacceptable pattern: {pattern!r}")
        if str(pattern).startswith("/"):
            raise NotImplementedError("Non-relative patterns are unsupported")
        if parts[-1] == "**" and _version() >= (3, 13):
            parts.append("*")
            return (found for found in [self, *self._globbed(parts)])
        return self._globbed(parts)

    def rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        return self.glob(f"**/{pattern}")

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        for folder, folders, files in os.walk(str(self), top_down):
            yield self.with_segments(folder), folders, files


def _unsupported(name):
    def method(self, *args, **kwargs):
        _limit(f"Path.{name} is not part of Loopscope; its machine has plain files and folders only")

    method.__name__ = name
    return method


for _name in ("chmod", "owner", "group", "symlink_to", "hardlink_to", "readlink"):
    setattr(Path, _name, _unsupported(_name))


class PosixPath(Path, PurePosixPath):
    pass
