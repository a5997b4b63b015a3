# os.path

from _disk import call as _call, find as _find, getcwd as _getcwd, stat as _stat, text_of as _text

sep = "/"
curdir = "."
pardir = ".."


def join(a, *paths):
    joined = _text(a)
    for part in paths:
        part = _text(part)
        if part.startswith("/") or not joined:
            joined = part
        elif joined.endswith("/"):
            joined += part
        else:
            joined += "/" + part
    return joined


def split(p):
    p = _text(p)
    at = p.rfind("/") + 1
    head, tail = p[:at], p[at:]
    if head.strip("/"):
        head = head.rstrip("/")
    return head, tail


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def splitext(p):
    p = _text(p)
    at = p.rfind(".")
    name = p.rfind("/") + 1
    if at <= name or not p[name:at].strip("."):
        return p, ""
    return p[:at], p[at:]


def isabs(s):
    return _text(s).startswith("/")


def normpath(path):
    path = _text(path)
    rooted = path.startswith("/")
    parts = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part != ".." or not rooted:
            parts.append(part)
    text = "/".join(parts)
    return "/" + text if rooted else text or "."


def abspath(path):
    path = _text(path)
    return normpath(path if path.startswith("/") else join(_getcwd(), path))


realpath = abspath


def expanduser(path):
    path = _text(path)
    if path == "~" or path.startswith("~/"):
        return "/home/user" + path[1:]
    return path


def expandvars(path):
    return path


def normcase(s):
    return s


def relpath(path, start="."):
    there = [part for part in abspath(path).split("/") if part]
    here = [part for part in abspath(start).split("/") if part]
    common = 0
    while common < min(len(there), len(here)) and there[common] == here[common]:
        common += 1
    return "/".join([".."] * (len(here) - common) + there[common:]) or "."


def commonprefix(m):
    if not m:
        return ""
    first, last = min(m), max(m)
    for i, c in enumerate(first):
        if c != last[i]:
            return first[:i]
    return first


def _asked(path):
    _call(2)
    return _find(_text(path))


def exists(path):
    return _asked(path) is not None


def isdir(s):
    node = _asked(s)
    return node is not None and node.content is None


def isfile(path):
    node = _asked(path)
    return node is not None and node.content is not None


def islink(path):
    return False


ismount = islink
lexists = exists


def getsize(filename):
    return _stat(filename).st_size


def getmtime(filename):
    return _stat(filename).st_mtime


getatime = getctime = getmtime


def samefile(f1, f2):
    return _stat(f1).st_ino == _stat(f2).st_ino


def splitdrive(p):
    return "", _text(p)


def commonpath(paths):
    paths = [_text(path) for path in paths]
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    if len({isabs(path) for path in paths}) > 1:
        raise ValueError("Can't mix absolute and relative paths")
    split_paths = [[part for part in path.split("/") if part and part != "."] for path in paths]
    first, last = min(split_paths), max(split_paths)
    common = first
    for i, part in enumerate(first):
        if i >= len(last) or part != last[i]:
            common = first[:i]
            break
    return ("/" if isabs(paths[0]) else "") + "/".join(common)
