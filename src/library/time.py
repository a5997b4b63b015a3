# time: dates in parts. The clock of a run is native, and its zone is UTC.

timezone = altzone = daylight = 0
tzname = ("UTC", "UTC")
CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID = 0, 1, 2, 3

_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_PARTS = ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst")


class struct_time(tuple):
    n_fields, n_sequence_fields, n_unnamed_fields = 11, 9, 0
    tm_zone, tm_gmtoff = "UTC", 0
    tm_year = property(lambda self: self[0])
    tm_mon = property(lambda self: self[1])
    tm_mday = property(lambda self: self[2])
    tm_hour = property(lambda self: self[3])
    tm_min = property(lambda self: self[4])
    tm_sec = property(lambda self: self[5])
    tm_wday = property(lambda self: self[6])
    tm_yday = property(lambda self: self[7])
    tm_isdst = property(lambda self: self[8])

    def __new__(cls, sequence):
        items = tuple(sequence)
        if len(items) < 9:
            raise TypeError(f"time.struct_time() takes an at least 9-sequence ({len(items)}-sequence given)")
        return tuple.__new__(cls, items[:9])

    def __repr__(self):
        return f"time.struct_time({', '.join(f'{name}={value}' for name, value in zip(_PARTS, self))})"


def gmtime(seconds=None, /):
    return struct_time(_broken_down(seconds))


localtime = gmtime


def asctime(time_tuple=None, /):
    return strftime("%a %b %d %H:%M:%S %Y", time_tuple).replace(" 0", "  ", 1)


def _day_number(year, month, day):
    # Days since 1970, by the calendar whose years begin in March.
    year -= month < 3
    month = (month + 9) % 12
    return year * 365 + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day - 719469


def mktime(time_tuple, /):
    year, month, day, hour, minute, second = time_tuple[:6]
    return float(_day_number(year, month, day) * 86400 + hour * 3600 + minute * 60 + second)


def clock_gettime(clk_id, /):
    return (time, monotonic, process_time, thread_time)[clk_id]()


def clock_gettime_ns(clk_id, /):
    return (time_ns, monotonic_ns, process_time_ns, thread_time_ns)[clk_id]()


class _ClockInfo:
    def __init__(self, implementation, monotonic, adjustable):
        self.implementation = implementation
        self.monotonic = monotonic
        self.adjustable = adjustable
        self.resolution = 1e-09

    def __repr__(self):
        return (
            f"namespace(implementation={self.implementation!r}, monotonic={self.monotonic}, "
            f"adjustable={self.adjustable}, resolution={self.resolution})"
        )


def get_clock_info(name, /):
    clocks = {
        "time": ("CLOCK_REALTIME", False, True),
        "monotonic": ("CLOCK_MONOTONIC", True, False),
        "perf_counter": ("CLOCK_MONOTONIC", True, False),
        "process_time": ("CLOCK_PROCESS_CPUTIME_ID", True, False),
        "thread_time": ("CLOCK_THREAD_CPUTIME_ID", True, False),
    }
    if name not in clocks:
        raise ValueError("unknown clock")
    function, steady, adjustable = clocks[name]
    return _ClockInfo(f"clock_gettime({function})", steady, adjustable)


def _word(text, names, whole):
    # The number of the name that a text begins with, and its length.
    for i, name in enumerate(names):
        name = name if whole else name[:3]
        if text.lower().startswith(name):
            return i, len(name)
    return None, 0


_FULL_MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
]  # fmt: skip
_WIDTHS = {"Y": 4, "m": 2, "d": 2, "H": 2, "I": 2, "M": 2, "S": 2, "j": 3, "y": 2}


def _numbers(text, format):
    # The parts of a date by their letters, or None where the text is not of the format.
    found, at = {}, 0
    format = format.replace("%T", "%H:%M:%S").replace("%F", "%Y-%m-%d").replace("%c", "%a %b %d %H:%M:%S %Y")
    chars = iter(format)
    for char in chars:
        if char.isspace():
            while at < len(text) and text[at].isspace():
                at += 1
            continue
        if char != "%":
            if text[at : at + 1] != char:
                return None, at
            at += 1
            continue
        kind = next(chars, "%")
        if kind in _WIDTHS:
            end = at
            while end < len(text) and end - at < _WIDTHS[kind] and text[end].isdigit():
                end += 1
            if end == at or (kind == "Y" and end - at != 4):
                return None, at
            found[kind] = int(text[at:end])
            at = end
        elif kind in "bBaA":
            names = _DAYS if kind in "aA" else _FULL_MONTHS
            number, length = _word(text[at:], names, kind in "AB")
            if number is None:
                return None, at
            found[kind.lower()] = number
            at += length
        elif kind == "p":
            found["p"] = text[at : at + 2].upper()
            if found["p"] not in ("AM", "PM"):
                return None, at
            at += 2
        elif text[at : at + 1] == kind == "%":
            at += 1
        else:
            raise ValueError(f"'{kind}' is a bad directive in format '{format}'")
    return found, at


def strptime(string, format="%a %b %d %H:%M:%S %Y", /):
    found, at = _numbers(string, format)
    if found is None:
        raise ValueError(f"time data {string!r} does not match format {format!r}")
    if at < len(string):
        raise ValueError(f"unconverted data remains: {string[at:]}")
    year = found.get("Y", 1900)
    if "y" in found:
        year = found["y"] + (2000 if found["y"] < 69 else 1900)
    month = found.get("m", found.get("b", 0) + 1)
    day = found.get("d", 1)
    if not (1 <= month <= 12 and 1 <= day <= 31 and found.get("H", 0) < 24 and found.get("M", 0) < 60):
        raise ValueError(f"time data {string!r} does not match format {format!r}")
    hour = found.get("H", found.get("I", 0))
    if "I" in found:
        hour = hour % 12 + 12 * (found.get("p") == "PM")
    number = _day_number(year, month, day)
    if "j" in found:
        number = _day_number(year, 1, 1) + found["j"] - 1
        month, day = gmtime(number * 86400)[1:3]
    elif gmtime(number * 86400)[1] != month:
        raise ValueError("day is out of range for month")
    in_year = number - _day_number(year, 1, 1) + 1
    return struct_time((year, month, day, hour, found.get("M", 0), found.get("S", 0), (number + 3) % 7, in_year, -1))
