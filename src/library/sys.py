# sys

import _trace

_major, _minor = _trace.version()


class _Fields(tuple):
    # A tuple whose items have names.

    def __new__(cls, *items):
        return tuple.__new__(cls, items)

    def __getattr__(self, name):
        try:
            return self[self._names.index(name)]
        except ValueError:
            raise AttributeError(f"'sys.{type(self).__name__}' object has no attribute {name!r}") from None

    def __repr__(self):
        items = ", ".join(f"{name}={item!r}" for name, item in zip(self._names, self))
        return f"sys.{type(self).__name__}({items})"


class _VersionInfo(_Fields):
    _names = ("major", "minor", "micro", "releaselevel", "serial")


class _Flags(_Fields):
    _names = ("debug", "optimize", "dev_mode", "utf8_mode", "ignore_environment", "verbose", "gil")


class _Implementation:
    pass


class _FloatInfo(_Fields):
    _names = ("max", "min", "epsilon", "dig", "mant_dig", "radix")


class _AsyncgenHooks(_Fields):
    _names = ("firstiter", "finalizer")


_VersionInfo.__name__ = "version_info"
_Flags.__name__ = "flags"
_FloatInfo.__name__ = "float_info"
_AsyncgenHooks.__name__ = "asyncgen_hooks"
version_info = _VersionInfo(_major, _minor, 0, "final", 0)
hexversion = (_major << 24) | (_minor << 16) | 0xF0
_build = "" if _gil else " free-threading build"
version = f"{_major}.{_minor}.0{_build} (main, Jan  1 2026, 12:00:00) [GCC 13.2.0]"
api_version = 1013
copyright = "Loopscope runs this; see python.org for the real one."
implementation = _Implementation()
implementation.name = "cpython"
implementation.version = version_info
implementation.cache_tag = f"cpython-{_major}{_minor}"
flags = _Flags(0, 0, False, 1, 0, 0, 1 if _gil else 0)
float_info = _FloatInfo(1.7976931348623157e308, 2.2250738585072014e-308, 2.220446049250313e-16, 15, 53, 2)
executable = "/usr/bin/python3"
prefix = base_prefix = exec_prefix = "/usr"
path = [""]
orig_argv = ["python3", _file]
maxunicode = 0x10FFFF
dont_write_bytecode = False
stdin = __stdin__ = None
tracebacklimit = 1000
warnoptions = []
_switch_interval = _trace.switch_interval()
_hooks = _AsyncgenHooks(None, None)


def getswitchinterval():
    return _switch_interval


def setswitchinterval(interval):
    global _switch_interval
    if interval <= 0:
        raise ValueError("switch interval must be strictly positive")
    _trace.set_switch_interval(interval)
    _switch_interval = float(interval)


def _is_gil_enabled():
    if (_major, _minor) < (3, 13):
        raise AttributeError("module 'sys' has no attribute '_is_gil_enabled'")
    return _gil


def getdefaultencoding():
    return "utf-8"


def getfilesystemencoding():
    return "utf-8"


def _getframe(depth=0, /):
    frame = _trace.frame(depth if depth > 0 else 0)
    if frame is None:
        raise ValueError("call stack is not deep enough")
    return frame


def is_finalizing():
    return False


def get_asyncgen_hooks():
    return _hooks


def set_asyncgen_hooks(firstiter=None, finalizer=None):
    global _hooks
    _hooks = _AsyncgenHooks(firstiter, finalizer)


def set_coroutine_origin_tracking_depth(depth):
    pass


def get_coroutine_origin_tracking_depth():
    return 0


def settrace(function):
    pass


def gettrace():
    return None


def setprofile(function):
    pass


def getprofile():
    return None


def excepthook(kind, value, traceback, /):
    stderr.write(_trace.format_exception(value))


__excepthook__ = excepthook


def unraisablehook(unraisable, /):
    pass


def displayhook(value, /):
    if value is not None:
        print(repr(value))


def audit(event, *args):
    pass


def get_int_max_str_digits():
    return 4300


def set_int_max_str_digits(maxdigits):
    pass
