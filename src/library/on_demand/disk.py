# _disk: the folders and files of the machine, in memory. At the start there are the program's own files and nothing else.
# What calls cost was measured with CPython 3.13 on a file system in memory: a call of the system lets go of the GIL.

import time as _time
from io import BytesIO as _BytesIO
from _trace import limit as _limit, sources as _sources
from _unmodelled_calls import spin as _spin

HOME = "/home/user"
_FOLDERS = ("/", "/home", HOME, "/tmp")
_ERRORS = {
    2: (FileNotFoundError, "No such file or directory"),
    17: (FileExistsError, "File exists"),
    20: (NotADirectoryError, "Not a directory"),
    21: (IsADirectoryError, "Is a directory"),
    22: (OSError, "Invalid argument"),
    39: (OSError, "Directory not empty"),
}


class Node:
    # A file's bytes, or a folder, whose content is None.

    def __init__(self, content):
        self.content = content
        self.changed = _time.time()
        _Numbers.last += 1
        self.number = _Numbers.last

    def size(self):
        return 4096 if self.content is None else self.content._length


class _Numbers:
    last = 0


_tree = {folder: Node(None) for folder in _FOLDERS}
_here = HOME


def call(microseconds):
    # A call of the system.
    _spin(int(microseconds * 1000), False, "file")


def text_of(path):
    if isinstance(path, (str, bytes)):
        return path if isinstance(path, str) else path.decode()
    if hasattr(type(path), "__fspath__"):
        return text_of(path.__fspath__())
    raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")


def fail(number, path, other=None):
    kind, text = _ERRORS[number]
    if other is None:
        raise kind(number, text, _shown(path))
    raise kind(number, text, _shown(path), None, _shown(other))


def _shown(path):
    return path if isinstance(path, bytes) else text_of(path)


def absolute(path):
    parts = []
    for part in (path if path.startswith("/") else f"{_here}/{path}").split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(parts)


def _add_sources():
    for path, text in _sources():
        place = absolute(path)
        parts = place.split("/")
        for end in range(2, len(parts)):
            _tree.setdefault("/".join(parts[:end]), Node(None))
        _tree[place] = Node(_BytesIO(text.encode()))


_add_sources()


def _placed(path, shown):
    # The place of a path, whose folder there must be.
    place = absolute(path)
    if not path:
        fail(2, shown)
    folder = _tree.get(place.rpartition("/")[0] or "/")
    if folder is not None and folder.content is not None:
        fail(20, shown)
    if folder is None:
        parts = place.split("/")
        for end in range(2, len(parts)):
            node = _tree.get("/".join(parts[:end]))
            if node is not None and node.content is not None:
                fail(20, shown)
        if place.split("/")[1] not in ("home", "tmp"):
            _limit(f"{path} is outside of what Loopscope's machine has: files in {HOME} (where the program runs) and in /tmp")
        fail(2, shown)
    return place


def find(path):
    # The node of a path, or None.
    return _tree.get(absolute(path)) if path else None


def node_of(path, shown=None):
    shown = path if shown is None else shown
    return _tree.get(_placed(path, shown)) or fail(2, shown)


def opened(path, shown, create, exclusive):
    # A file's node, to read or write.
    if path == "/dev/null":
        return Node(_BytesIO())
    place = _placed(path, shown)
    node = _tree.get(place)
    if node is None:
        if not create:
            fail(2, shown)
        node = _tree[place] = Node(_BytesIO())
    elif exclusive:
        fail(17, shown)
    elif node.content is None:
        fail(21, shown)
    return node


def _names(place):
    start = place if place.endswith("/") else place + "/"
    return [name[len(start) :] for name in _tree if name.startswith(start) and "/" not in name[len(start) :] and name != "/"]


def listdir(path="."):
    call(7)
    name = text_of(path)
    if node_of(name, path).content is not None:
        fail(20, path)
    return _names(absolute(name))


def mkdir(path, mode=0o777, *, dir_fd=None):
    call(8)
    place = _placed(text_of(path), path)
    if place in _tree:
        fail(17, path)
    _tree[place] = Node(None)


def makedirs(name, mode=0o777, exist_ok=False):
    path = text_of(name)
    above = path.rstrip("/").rpartition("/")[0]
    if above and find(above) is None:
        makedirs(above, mode, True)
    try:
        mkdir(name, mode)
    except FileExistsError:
        if not exist_ok or find(path).content is not None:
            raise


def remove(path, *, dir_fd=None):
    call(10)
    if node_of(text_of(path), path).content is None:
        fail(21, path)
    del _tree[absolute(text_of(path))]


def rmdir(path, *, dir_fd=None):
    call(8)
    if node_of(text_of(path), path).content is not None:
        fail(20, path)
    place = absolute(text_of(path))
    if _names(place):
        fail(39, path)
    del _tree[place]


def replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    call(10)
    old = find(text_of(src))
    if old is None:
        fail(2, src, dst)
    source, target = absolute(text_of(src)), _placed(text_of(dst), dst)
    there = _tree.get(target)
    if there is not None and there is not old:
        if old.content is None and there.content is not None:
            fail(20, src, dst)
        if old.content is not None and there.content is None:
            fail(21, src, dst)
        if there.content is None and _names(target):
            fail(39, src, dst)
    if target.startswith(source + "/"):
        fail(22, src, dst)
    for name in [name for name in _tree if name == source or name.startswith(source + "/")]:
        _tree[target + name[len(source) :]] = _tree.pop(name)


class stat_result(tuple):
    st_mode = property(lambda self: self[0])
    st_ino = property(lambda self: self[1])
    st_dev = property(lambda self: self[2])
    st_nlink = property(lambda self: self[3])
    st_uid = property(lambda self: self[4])
    st_gid = property(lambda self: self[5])
    st_size = property(lambda self: self[6])
    st_atime = st_mtime = st_ctime = property(lambda self: self._changed)
    st_atime_ns = st_mtime_ns = st_ctime_ns = property(lambda self: int(self._changed * 1e9))

    def __repr__(self):
        names = "mode ino dev nlink uid gid size atime mtime ctime".split()
        return "os.stat_result(" + ", ".join(f"st_{name}={value}" for name, value in zip(names, self)) + ")"


def stat(path, *, dir_fd=None, follow_symlinks=True):
    call(2)
    node = node_of(text_of(path), path)
    mode, links = (0o40755, 2) if node.content is None else (0o100644, 1)
    second = int(node.changed)
    result = stat_result((mode, node.number, 1, links, 1000, 1000, node.size(), second, second, second))
    result._changed = node.changed
    return result


def getcwd():
    return _here


def chdir(path):
    global _here
    if node_of(text_of(path), path).content is not None:
        fail(20, path)
    _here = absolute(text_of(path))


def walk(top, topdown=True, onerror=None, followlinks=False):
    top = text_of(top)
    node = find(top)
    if node is None or node.content is not None:
        return
    folders, files = [], []
    for name in listdir(top):
        (folders if find(f"{top}/{name}").content is None else files).append(name)
    if topdown:
        yield top, folders, files
    for name in folders:
        yield from walk(f"{top.rstrip('/')}/{name}", topdown)
    if not topdown:
        yield top, folders, files


def remove_tree(path):
    call(20)
    node_of(text_of(path), path)
    place = absolute(text_of(path))
    for name in [name for name in _tree if name == place or name.startswith(place + "/")]:
        del _tree[name]
