# shutil: what it does with files in memory.

import os
from _disk import find as _find, remove_tree as _remove_tree, text_of as _text_of


class Error(OSError):
    pass


class SameFileError(Error):
    pass


def _target(src, dst):
    dst = _text_of(dst)
    return os.path.join(dst, os.path.basename(_text_of(src).rstrip("/"))) if os.path.isdir(dst) else dst


def copyfile(src, dst, *, follow_symlinks=True):
    if _find(_text_of(src)) is not None and _find(_text_of(src)) is _find(_text_of(dst)):
        raise SameFileError(f"{src!r} and {dst!r} are the same file")
    with open(src, "rb") as source, open(dst, "wb") as target:
        target.write(source.read())
    return dst


def copy(src, dst, *, follow_symlinks=True):
    return copyfile(src, _target(src, dst))


copy2 = copy


def copyfileobj(fsrc, fdst, length=0):
    while piece := fsrc.read(length or 65536):
        fdst.write(piece)


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2, ignore_dangling_symlinks=False, dirs_exist_ok=False):
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    for name in os.listdir(src):
        source, target = os.path.join(src, name), os.path.join(dst, name)
        if os.path.isdir(source):
            copytree(source, target, copy_function=copy_function, dirs_exist_ok=dirs_exist_ok)
        else:
            copy_function(source, target)
    return dst


def move(src, dst, copy_function=copy2):
    target = _target(src, dst)
    if target != dst and os.path.exists(target):
        raise Error(f"Destination path '{target}' already exists")
    os.rename(src, target)
    return target


def rmtree(path, ignore_errors=False, onerror=None, *, onexc=None, dir_fd=None):
    try:
        _remove_tree(path)
    except OSError:
        if not ignore_errors:
            raise


def which(cmd, mode=1, path=None):
    return None


def get_terminal_size(fallback=(80, 24)):
    return os.terminal_size(fallback)
