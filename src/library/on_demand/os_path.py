# os.path: names of files, which need no files.

sep = "/"
curdir = "."
pardir = ".."


def _text(path):
    return path if isinstance(path, str) else path.__fspath__()


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
    return normpath(path if path.startswith("/") else join("/home/user", path))


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


# The machine has these folders and no files.
_FOLDERS = ("/", "/home", "/home/user", "/tmp")


def isdir(path):
    return abspath(path) in _FOLDERS


def isfile(path):
    return False


exists = lexists = isdir
islink = isfile
