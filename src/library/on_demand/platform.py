# platform: the machine that CPython's truth was recorded on.

import sys


def python_version():
    return ".".join(str(part) for part in sys.version_info[:3])


def python_version_tuple():
    return tuple(python_version().split("."))


def python_implementation():
    return "CPython"


def python_compiler():
    return "GCC 12.2.0"


def python_branch():
    return ""


def python_revision():
    return ""


def system():
    return "Linux"


def node():
    return "loopscope"


def release():
    return "6.1.0"


def version():
    return "#1 SMP PREEMPT_DYNAMIC"


def machine():
    return "x86_64"


def processor():
    return ""


def architecture(executable="", bits="", linkage=""):
    return "64bit", "ELF"


def platform(aliased=False, terse=False):
    return "Linux-6.1.0" if terse else "Linux-6.1.0-x86_64-with-glibc2.36"
