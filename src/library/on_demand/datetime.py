# datetime. The clock is the run's; local time is UTC. What CPython does in C is called with `_in_c`.

import time as _clock
from _trace import in_c as _in_c, spend as _spend

MINYEAR, MAXYEAR = 1, 9999
_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BEFORE = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LAST_DAY = 3652059


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in(year, month):
    return 29 if month == 2 and _is_leap(year) else _DAYS[month]


def _ordinal(year, month, day):
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400 + _BEFORE[month] + day
    return days + 1 if month > 2 and _is_leap(year) else days


def _date_of(ordinal):
    n = ordinal - 1
    hundreds4, n = divmod(n, 146097)
    hundreds, n = divmod(n, 36524)
    fours, n = divmod(n, 1461)
    ones, n = divmod(n, 365)
    year = hundreds4 * 400 + hundreds * 100 + fours * 4 + ones + 1
    if ones == 4 or hundreds == 4:
        return year - 1, 12, 31
    month = 1
    while n >= _days_in(year, month):
        n -= _days_in(year, month)
        month += 1
    return year, month, n + 1


def _integer(value):
    if isinstance(value, float) or not hasattr(value, "__index__"):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    return value


def _check_date(year, month, day):
    if not MINYEAR <= _integer(year) <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= _integer(month) <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= _integer(day) <= _days_in(year, month):
        raise ValueError("day is out of range for month")


def _check_time(hour, minute, second, microsecond, zone):
    for value, below, name in ((hour, 24, "hour"), (minute, 60, "minute"), (second, 60, "second")):
        if not 0 <= _integer(value) < below:
            raise ValueError(f"{name} must be in 0..{below - 1}")
    if not 0 <= _integer(microsecond) < 1000000:
        raise ValueError("microsecond must be in 0..999999")
    if zone is not None and not isinstance(zone, tzinfo):
        raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(zone).__name__}'")


def _offset_text(offset, colon=":"):
    if offset is None:
        return ""
    micros = offset._micros
    sign = "-" if micros < 0 else "+"
    seconds, micros = divmod(abs(micros), 1000000)
    text = f"{sign}{seconds // 3600:02}{colon}{seconds // 60 % 60:02}"
    if seconds % 60 or micros:
        text += f"{colon}{seconds % 60:02}"
    return text + (f".{micros:06}" if micros else "")


def _time_text(hour, minute, second, micros, timespec="auto"):
    if timespec == "auto":
        timespec = "microseconds" if micros else "seconds"
    if timespec == "hours":
        return f"{hour:02}"
    if timespec == "minutes":
        return f"{hour:02}:{minute:02}"
    text = f"{hour:02}:{minute:02}:{second:02}"
    if timespec == "seconds":
        return text
    if timespec == "milliseconds":
        return f"{text}.{micros // 1000:03}"
    if timespec == "microseconds":
        return f"{text}.{micros:06}"
    raise ValueError("Unknown timespec value")


class timedelta:
    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        return _in_c(_new_delta, cls, days, seconds, microseconds, milliseconds, minutes, hours, weeks)

    @property
    def days(self):
        return self._micros // 86400000000

    @property
    def seconds(self):
        return self._micros // 1000000 % 86400

    @property
    def microseconds(self):
        return self._micros % 1000000

    def total_seconds(self):
        return self._micros / 1000000

    def __repr__(self):
        parts = [f"{name}={value}" for name, value in (
            ("days", self.days), ("seconds", self.seconds), ("microseconds", self.microseconds)
        ) if value]
        return f"datetime.timedelta({', '.join(parts) or '0'})"

    def __str__(self):
        return _in_c(_delta_text, self)

    def __add__(self, other):
        return _delta(self._micros + other._micros) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        return _delta(self._micros - other._micros) if isinstance(other, timedelta) else NotImplemented

    def __neg__(self):
        return _delta(-self._micros)

    def __pos__(self):
        return self

    def __abs__(self):
        return _delta(abs(self._micros))

    def __mul__(self, other):
        if isinstance(other, int):
            return _delta(self._micros * other)
        if isinstance(other, float):
            top, bottom = other.as_integer_ratio()
            return _delta(_rounded(self._micros * top, bottom))
        return NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._micros / other._micros
        if isinstance(other, int):
            return _delta(_rounded(self._micros, other))
        if isinstance(other, float):
            top, bottom = other.as_integer_ratio()
            return _delta(_rounded(self._micros * bottom, top))
        return NotImplemented

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._micros // other._micros
        return _delta(self._micros // other) if isinstance(other, int) else NotImplemented

    def __mod__(self, other):
        return _delta(self._micros % other._micros) if isinstance(other, timedelta) else NotImplemented

    def __divmod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return self._micros // other._micros, _delta(self._micros % other._micros)

    def __eq__(self, other):
        return self._micros == other._micros if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._micros < other._micros if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._micros <= other._micros if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._micros > other._micros if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._micros >= other._micros if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash(self._micros)

    def __bool__(self):
        return self._micros != 0


def _rounded(top, bottom):
    """A quotient, rounded to the nearest integer, half to even."""
    if bottom < 0:
        top, bottom = -top, -bottom
    q, r = divmod(top, bottom)
    return q + 1 if 2 * r > bottom or (2 * r == bottom and q % 2) else q


def _delta(micros, cls=timedelta):
    if not -86399999913600000000 <= micros <= 86399999999999999999:
        raise OverflowError(f"days={micros // 86400000000}; must have magnitude <= 999999999")
    made = object.__new__(cls)
    made._micros = micros
    return made


def _new_delta(cls, days, seconds, microseconds, milliseconds, minutes, hours, weeks):
    _spend(600)
    whole, part = 0, 0.0
    for name, value, unit in (
        ("days", days, 86400000000), ("seconds", seconds, 1000000), ("microseconds", microseconds, 1),
        ("milliseconds", milliseconds, 1000), ("minutes", minutes, 60000000), ("hours", hours, 3600000000),
        ("weeks", weeks, 604800000000),
    ):
        if isinstance(value, int):
            whole += value * unit
        elif isinstance(value, float):
            steps = int(value)
            whole += steps * unit
            part += (value - steps) * unit
        else:
            raise TypeError(f"unsupported type for timedelta {name} component: {type(value).__name__}")
    if part:
        whole += int(part)
        top, bottom = (part - int(part)).as_integer_ratio()
        # Half to even of the sum, not of the part.
        whole = _rounded(whole * bottom + top, bottom)
    return _delta(whole, cls)


def _delta_text(self):
    _spend(400)
    days, seconds, micros = self.days, self.seconds, self.microseconds
    text = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if days:
        text = f"{days} day{'' if abs(days) == 1 else 's'}, {text}"
    return text + f".{micros:06}" if micros else text


timedelta.min = _delta(-86399999913600000000)
timedelta.max = _delta(86399999999999999999)
timedelta.resolution = _delta(1)
_DAY = _delta(86400000000)


class tzinfo:
    def utcoffset(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def dst(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def tzname(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def fromutc(self, dt):
        return dt + self.utcoffset(dt)


class timezone(tzinfo):
    def __new__(cls, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError(f"timezone() argument 1 must be datetime.timedelta, not {type(offset).__name__}")
        if not -_DAY < offset < _DAY:
            raise ValueError(
                "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not "
                f"{offset!r}."
            )
        if name is None and not offset and "utc" in timezone.__dict__:
            return timezone.utc
        made = object.__new__(cls)
        made._offset, made._name = offset, name
        return made

    def utcoffset(self, dt):
        return self._offset

    def tzname(self, dt):
        if self._name is not None:
            return self._name
        return "UTC" + (_offset_text(self._offset) if self._offset else "")

    def dst(self, dt):
        return None

    def fromutc(self, dt):
        return dt + self._offset

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is timezone.utc:
            return "datetime.timezone.utc"
        name = "" if self._name is None else f", {self._name!r}"
        return f"datetime.timezone({self._offset!r}{name})"

    def __str__(self):
        return self.tzname(None)


UTC = timezone.utc = timezone(_delta(0))


def _time_of(day, dst, *clock):
    in_year = day.toordinal() - _ordinal(day._year, 1, 1) + 1
    return _clock.struct_time((day._year, day._month, day._day, *clock, day.weekday(), in_year, dst))


class date:
    def __new__(cls, year, month, day):
        return _in_c(_new_date, cls, year, month, day)

    @classmethod
    def today(cls):
        return cls.fromtimestamp(_clock.time())

    @classmethod
    def fromtimestamp(cls, timestamp, /):
        return cls(*_date_of(719163 + int(timestamp // 86400)))

    @classmethod
    def fromordinal(cls, ordinal, /):
        if not 1 <= ordinal <= _LAST_DAY:
            raise ValueError("ordinal must be >= 1" if ordinal < 1 else "year is out of range")
        return cls(*_date_of(ordinal))

    @classmethod
    def fromisoformat(cls, date_string, /):
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        parts = _read_date(date_string)
        if parts is None:
            raise ValueError(f"Invalid isoformat string: {date_string!r}")
        return cls(*parts)

    @property
    def year(self):
        return self._year

    @property
    def month(self):
        return self._month

    @property
    def day(self):
        return self._day

    def toordinal(self):
        return _ordinal(self._year, self._month, self._day)

    def timetuple(self):
        return _time_of(self, -1, 0, 0, 0)

    def weekday(self):
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        return self.weekday() + 1

    def isocalendar(self):
        # The week belongs to the year of its Thursday.
        thursday = self.toordinal() + 3 - self.weekday()
        year = _date_of(thursday)[0]
        return IsoCalendarDate((year, (thursday - _ordinal(year, 1, 1)) // 7 + 1, self.isoweekday()))

    def replace(self, year=None, month=None, day=None):
        return type(self)(
            self._year if year is None else year, self._month if month is None else month, self._day if day is None else day
        )

    def isoformat(self):
        return f"{self._year:04}-{self._month:02}-{self._day:02}"

    __str__ = isoformat

    def ctime(self):
        return self.strftime("%a %b %e %H:%M:%S %Y")

    def strftime(self, format):
        return _in_c(_formatted, self, format)

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)

    def __repr__(self):
        return f"datetime.date({self._year}, {self._month}, {self._day})"

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        ordinal = self.toordinal() + other.days
        if not 1 <= ordinal <= _LAST_DAY:
            raise OverflowError("date value out of range")
        return type(self)(*_date_of(ordinal))

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + _delta(-other.days * 86400000000)
        if isinstance(other, date):
            return _delta((self.toordinal() - other.toordinal()) * 86400000000)
        return NotImplemented

    def _key(self):
        return self.toordinal()

    def _other(self, other):
        return isinstance(other, date) and not isinstance(other, datetime)

    def __eq__(self, other):
        return self._key() == other._key() if self._other(other) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if self._other(other) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if self._other(other) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if self._other(other) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if self._other(other) else NotImplemented

    def __hash__(self):
        return hash(self._key())


class IsoCalendarDate(tuple):
    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __repr__(self):
        return f"datetime.IsoCalendarDate(year={self[0]}, week={self[1]}, weekday={self[2]})"


def _new_date(cls, year, month, day):
    _spend(60)
    _check_date(year, month, day)
    made = object.__new__(cls)
    made._year, made._month, made._day = year, month, day
    return made


date.min, date.max, date.resolution = date(1, 1, 1), date(9999, 12, 31), _DAY


class _Clock:
    """What times of day have, alone or with a date."""

    @property
    def hour(self):
        return self._hour

    @property
    def minute(self):
        return self._minute

    @property
    def second(self):
        return self._second

    @property
    def microsecond(self):
        return self._microsecond

    @property
    def tzinfo(self):
        return self._tzinfo

    @property
    def fold(self):
        return self._fold


class time(_Clock):
    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        _check_time(hour, minute, second, microsecond, tzinfo)
        made = object.__new__(cls)
        made._hour, made._minute, made._second, made._microsecond = hour, minute, second, microsecond
        made._tzinfo, made._fold = tzinfo, fold
        return made

    @classmethod
    def fromisoformat(cls, time_string, /):
        parts = _read_time(time_string.removeprefix("T"))
        if parts is None:
            raise ValueError(f"Invalid isoformat string: {time_string!r}")
        return cls(*parts)

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(None)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def isoformat(self, timespec="auto"):
        text = _time_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        return text + _offset_text(self.utcoffset())

    __str__ = isoformat

    def strftime(self, format):
        return _in_c(_formatted, self, format)

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True):
        return type(self)(
            self._hour if hour is None else hour, self._minute if minute is None else minute,
            self._second if second is None else second, self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo,
        )

    def _key(self):
        micros = ((self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond
        offset = self.utcoffset()
        return micros - offset._micros if offset is not None else micros

    def __eq__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        return (self.utcoffset() is None) == (other.utcoffset() is None) and self._key() == other._key()

    def _comparable(self, other):
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware times")
        return True

    def __lt__(self, other):
        return self._comparable(other) and self._key() < other._key() if isinstance(other, time) else NotImplemented

    def __le__(self, other):
        return self._comparable(other) and self._key() <= other._key() if isinstance(other, time) else NotImplemented

    def __gt__(self, other):
        return self._comparable(other) and self._key() > other._key() if isinstance(other, time) else NotImplemented

    def __ge__(self, other):
        return self._comparable(other) and self._key() >= other._key() if isinstance(other, time) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __repr__(self):
        text = f"{self._hour}, {self._minute}"
        if self._second or self._microsecond:
            text += f", {self._second}"
        if self._microsecond:
            text += f", {self._microsecond}"
        if self._tzinfo is not None:
            text += f", tzinfo={self._tzinfo!r}"
        return f"datetime.time({text})"


time.min, time.max, time.resolution = time(), time(23, 59, 59, 999999), _delta(1)
_EPOCH = 62135683200000000


class datetime(date, _Clock):
    def __new__(cls, year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        return _in_c(_new_datetime, cls, year, month, day, hour, minute, second, microsecond, tzinfo, fold)

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(_clock.time_ns() // 1000 / 1000000, tz)

    @classmethod
    def today(cls):
        return cls.now()

    @classmethod
    def utcnow(cls):
        return cls.now()

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        if tz is not None and not isinstance(tz, tzinfo):
            raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(tz).__name__}'")
        return _in_c(_at, cls, timestamp, tz)

    @classmethod
    def utcfromtimestamp(cls, timestamp, /):
        return _in_c(_at, cls, timestamp, None)

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        zone = time._tzinfo if tzinfo is True else tzinfo
        return cls(date._year, date._month, date._day, time._hour, time._minute, time._second, time._microsecond, zone)

    @classmethod
    def fromisoformat(cls, date_string, /):
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        return _in_c(_read_datetime, cls, date_string)

    @classmethod
    def strptime(cls, date_string, format, /):
        return _in_c(_parsed, cls, date_string, format)

    def date(self):
        return _new_date(date, self._year, self._month, self._day)

    def time(self):
        return time(self._hour, self._minute, self._second, self._microsecond)

    def timetz(self):
        return time(self._hour, self._minute, self._second, self._microsecond, self._tzinfo)

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(self)

    def dst(self):
        return None if self._tzinfo is None else self._tzinfo.dst(self)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def _micros(self):
        seconds = (self.toordinal() * 24 + self._hour) * 3600 + self._minute * 60 + self._second
        return seconds * 1000000 + self._microsecond

    def timetuple(self):
        dst = self.dst()
        dst = -1 if dst is None else int(bool(dst))
        return _time_of(self, dst, self._hour, self._minute, self._second)

    def timestamp(self):
        return (self._key() - _EPOCH) / 1000000

    def astimezone(self, tz=None):
        tz = UTC if tz is None else tz
        utc = self if self._tzinfo is None else self.replace(tzinfo=None) - self.utcoffset()
        return tz.fromutc(utc.replace(tzinfo=tz))

    def replace(
        self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None
    ):
        return type(self)(
            self._year if year is None else year, self._month if month is None else month, self._day if day is None else day,
            self._hour if hour is None else hour, self._minute if minute is None else minute,
            self._second if second is None else second, self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold,
        )

    def isoformat(self, sep="T", timespec="auto"):
        return _in_c(_datetime_text, self, sep, timespec)

    def __str__(self):
        return self.isoformat(" ")

    def __repr__(self):
        parts = [self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond]
        if parts[-1] == 0:
            parts.pop()
            if parts[-1] == 0:
                parts.pop()
        text = ", ".join([str(part) for part in parts])
        if self._tzinfo is not None:
            text += f", tzinfo={self._tzinfo!r}"
        return f"datetime.datetime({text})"

    def __add__(self, other):
        return _in_c(_moved, self, other._micros) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return _in_c(_moved, self, -other._micros)
        if not isinstance(other, datetime):
            return NotImplemented
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return _in_c(_between, self, other)

    def _key(self):
        offset = self.utcoffset()
        return self._micros() - offset._micros if offset is not None else self._micros()

    def _other(self, other):
        return isinstance(other, datetime)

    def __eq__(self, other):
        if not isinstance(other, datetime):
            return NotImplemented
        return (self.utcoffset() is None) == (other.utcoffset() is None) and self._key() == other._key()

    def _comparable(self, other):
        if not isinstance(other, datetime):
            return False
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return True

    def __lt__(self, other):
        return self._key() < other._key() if self._comparable(other) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if self._comparable(other) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if self._comparable(other) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if self._comparable(other) else NotImplemented

    def __hash__(self):
        return hash(self._key())


def _new_datetime(cls, year, month, day, hour, minute, second, microsecond, zone, fold=0):
    _spend(60)
    _check_date(year, month, day)
    _check_time(hour, minute, second, microsecond, zone)
    made = object.__new__(cls)
    made._year, made._month, made._day = year, month, day
    made._hour, made._minute, made._second, made._microsecond = hour, minute, second, microsecond
    made._tzinfo, made._fold = zone, fold
    return made


def _of_micros(cls, micros, zone):
    days, micros = divmod(micros, 86400000000)
    if not 1 <= days <= _LAST_DAY:
        raise OverflowError("date value out of range")
    seconds, micros = divmod(micros, 1000000)
    return _new_datetime(cls, *_date_of(days), seconds // 3600, seconds // 60 % 60, seconds % 60, micros, zone)


def _moved(self, micros):
    return _of_micros(type(self), self._micros() + micros, self._tzinfo)


def _between(self, other):
    _spend(40)
    return _delta(self._key() - other._key())


def _at(cls, timestamp, zone):
    _spend(300)
    top, bottom = timestamp.as_integer_ratio()
    made = _of_micros(cls, _rounded(top * 1000000, bottom) + _EPOCH, zone)
    return made if zone is None else zone.fromutc(made)


def _datetime_text(self, sep, timespec):
    _spend(700)
    clock = _time_text(self._hour, self._minute, self._second, self._microsecond, timespec)
    return f"{self._year:04}-{self._month:02}-{self._day:02}{sep}{clock}{_offset_text(self.utcoffset())}"


datetime.min, datetime.max = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = _delta(1)


def _formatted(self, format):
    _spend(1500 + 600 * format.count("%"))
    hour, minute = getattr(self, "_hour", 0), getattr(self, "_minute", 0)
    second, micros = getattr(self, "_second", 0), getattr(self, "_microsecond", 0)
    year, month, day = getattr(self, "_year", 1900), getattr(self, "_month", 1), getattr(self, "_day", 1)
    ordinal = _ordinal(year, month, day)
    weekday, of_year = (ordinal + 6) % 7, ordinal - _ordinal(year, 1, 1) + 1
    zone = getattr(self, "_tzinfo", None)
    out, letters = [], iter(format)
    for letter in letters:
        if letter != "%":
            out.append(letter)
            continue
        letter = next(letters, "")
        if letter == "Y":
            text = f"{year:04}" if year >= 1000 else str(year)
        elif letter in "mdHMSyjIe" and letter:
            number = {"m": month, "d": day, "H": hour, "M": minute, "S": second, "y": year % 100, "j": of_year,
                      "I": hour % 12 or 12, "e": day}[letter]
            text = f"{number:03}" if letter == "j" else f"{number:2}" if letter == "e" else f"{number:02}"
        elif letter == "f":
            text = f"{micros:06}"
        elif letter == "z":
            text = _offset_text(self.utcoffset(), "") if zone is not None else ""
        elif letter == "Z":
            text = self.tzname() if zone is not None else ""
        elif letter == "p":
            text = "AM" if hour < 12 else "PM"
        elif letter in ("b", "h"):
            text = _MONTHS[month - 1][:3]
        elif letter == "B":
            text = _MONTHS[month - 1]
        elif letter == "a":
            text = _WEEKDAYS[weekday][:3]
        elif letter == "A":
            text = _WEEKDAYS[weekday]
        elif letter == "w":
            text = str((weekday + 1) % 7)
        elif letter == "u":
            text = str(weekday + 1)
        elif letter == "U":
            text = f"{(of_year + 6 - (weekday + 1) % 7) // 7:02}"
        elif letter == "W":
            text = f"{(of_year + 6 - weekday) // 7:02}"
        elif letter in ("G", "V"):
            week = date(year, month, day).isocalendar()
            text = f"{week[0]:04}" if letter == "G" else f"{week[1]:02}"
        elif letter in _WHOLE:
            text = _formatted(self, _WHOLE[letter])
        else:
            text = "%" + letter if letter != "%" else "%"
        out.append(text)
    return "".join(out)


_WHOLE = {"F": "%Y-%m-%d", "T": "%H:%M:%S", "D": "%m/%d/%y", "R": "%H:%M", "c": "%a %b %e %H:%M:%S %Y", "x": "%m/%d/%y",
          "X": "%H:%M:%S", "n": "\n", "t": "\t"}


# Reading


def _number(text):
    return int(text) if text.isascii() and text.isdigit() else None


def _read_date(text):
    if len(text) == 10 and text[4] == text[7] == "-":
        parts = _number(text[:4]), _number(text[5:7]), _number(text[8:])
    elif len(text) == 8 and "-" not in text and "W" not in text:
        parts = _number(text[:4]), _number(text[4:6]), _number(text[6:])
    elif len(text) in (8, 10) and text[4:6] == "-W":
        year, week, day = _number(text[:4]), _number(text[6:8]), _number(text[9:] or "1")
        if None in (year, week, day) or not (1 <= week <= 53 and 1 <= day <= 7):
            return None
        first = _ordinal(year, 1, 4)
        return _date_of(first - (first + 6) % 7 + (week - 1) * 7 + day - 1)
    else:
        return None
    return None if None in parts else parts


def _read_clock(text):
    """Hours, minutes, seconds and microseconds."""
    text, mark, part = text.partition("." if "." in text else ",")
    numbers = text.split(":") if ":" in text else [text[i : i + 2] for i in range(0, len(text), 2)]
    if not 1 <= len(numbers) <= 3 or any(len(number) != 2 or _number(number) is None for number in numbers):
        return None
    if mark and (len(numbers) != 3 or _number(part) is None):
        return None
    numbers = [int(number) for number in numbers] + [0] * (3 - len(numbers))
    return *numbers, int((part + "000000")[:6]) if mark else 0


def _read_time(text):
    zone, at = None, max(text.find("+"), text.find("-"))
    if text.endswith("Z"):
        text, zone = text[:-1], UTC
    elif at >= 0:
        offset = _read_clock(text[at + 1 :])
        if offset is None:
            return None
        micros = (offset[0] * 3600 + offset[1] * 60 + offset[2]) * 1000000 + offset[3]
        zone = timezone(_delta(-micros if text[at] == "-" else micros))
        text = text[:at]
    parts = _read_clock(text)
    return None if parts is None else (*parts, zone)


def _read_datetime(cls, text):
    _spend(150)
    length = 10 if text[4:5] == "-" else 8
    if text[4:6] == "-W" and text[8:9] != "-":
        length = 8
    days = _read_date(text[:length])
    clock = (0, 0, 0, 0, None)
    if len(text) > length:
        clock = _read_time(text[length + 1 :])
    if days is None or clock is None:
        raise ValueError(f"Invalid isoformat string: {text!r}")
    return cls(*days, *clock)


_WIDTHS = {"d": 2, "m": 2, "H": 2, "I": 2, "M": 2, "S": 2, "y": 2, "Y": 4, "j": 3, "f": 6}
_LIMITS = {"d": (1, 31), "m": (1, 12), "H": (0, 23), "I": (1, 12), "M": (0, 59), "S": (0, 61), "j": (1, 366)}


def _parsed(cls, text, format):
    if not isinstance(text, str):
        raise TypeError(f"strptime() argument 1 must be str, not {type(text).__name__}")
    _spend(3000 + 2200 * format.count("%"))
    found, at, i = {}, 0, 0

    def fail():
        raise ValueError(f"time data {text!r} does not match format {format!r}")

    for short, long in _WHOLE.items():
        format_ = format.replace("%" + short, long) if i == 0 else format_.replace("%" + short, long)
        i = 1
    i = 0
    while i < len(format_):
        letter = format_[i]
        i += 1
        if letter.isspace():
            if not text[at : at + 1].isspace():
                fail()
            while text[at : at + 1].isspace():
                at += 1
            continue
        if letter != "%":
            if text[at : at + 1].lower() != letter.lower():
                fail()
            at += 1
            continue
        if i == len(format_):
            raise ValueError(f"stray %% in format {format!r}".replace("%%", "%"))
        letter = format_[i]
        i += 1
        if letter in _WIDTHS:
            width = 0
            while width < _WIDTHS[letter] and text[at + width : at + width + 1].isdigit():
                width += 1
            low, high = _LIMITS.get(letter, (0, 999999))
            while width and not low <= int(text[at : at + width]) <= high:
                width -= 1
            if not width or (letter == "Y" and width < 4) or (letter == "y" and width < 2):
                fail()
            digits = text[at : at + width]
            found[letter] = int(digits.ljust(6, "0") if letter == "f" else digits)
            at += width
        elif letter in "bBaAp":
            words = _MONTHS if letter in "bB" else _WEEKDAYS if letter in "aA" else ("AM", "PM")
            for number, word in enumerate(words):
                word = word[:3] if letter in "ba" else word
                if text[at : at + len(word)].lower() == word.lower():
                    found[letter.lower()] = number
                    at += len(word)
                    break
            else:
                fail()
        elif letter == "z":
            if text[at : at + 1] == "Z":
                found["z"], end = UTC, at + 1
            else:
                end = at + 1
                while text[end : end + 1] and text[end] in "0123456789:.":
                    end += 1
                zone = _read_time("00" + text[at:end]) if text[at : at + 1] in ("+", "-") else None
                if zone is None or end - at < 5:
                    fail()
                found["z"] = zone[4]
            at = end
        elif letter == "Z":
            for word in ("UTC", "GMT"):
                if text[at : at + 3].upper() == word:
                    at += 3
                    break
            else:
                fail()
        elif letter == "%":
            if text[at : at + 1] != "%":
                fail()
            at += 1
        else:
            raise ValueError(f"'{letter}' is a bad directive in format {format!r}")
    if at != len(text):
        raise ValueError(f"unconverted data remains: {text[at:]}")
    year = found.get("Y", 1900)
    if "y" in found:
        year = found["y"] + (2000 if found["y"] <= 68 else 1900)
    month, day = found["b"] + 1 if "b" in found else found.get("m", 1), found.get("d", 1)
    if "j" in found and "m" not in found and "b" not in found:
        year, month, day = _date_of(_ordinal(year, 1, 1) + found["j"] - 1)
    hour = found.get("H", 0)
    if "I" in found:
        hour = found["I"] % 12 + 12 * found.get("p", 0)
    return cls(year, month, day, hour, found.get("M", 0), found.get("S", 0), found.get("f", 0), found.get("z"))
