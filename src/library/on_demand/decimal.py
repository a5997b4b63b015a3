# decimal. A number is a sign, an integer and an exponent of ten. What libmpdec does in C is called with `_in_c`.

import numbers as _numbers
from _trace import in_c as _in_c, spend as _spend
from contextvars import ContextVar as _ContextVar
from math import isqrt as _isqrt

ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR = "ROUND_UP", "ROUND_DOWN", "ROUND_CEILING", "ROUND_FLOOR"
ROUND_HALF_UP, ROUND_HALF_DOWN = "ROUND_HALF_UP", "ROUND_HALF_DOWN"
ROUND_HALF_EVEN, ROUND_05UP = "ROUND_HALF_EVEN", "ROUND_05UP"
_ROUNDINGS = (
    ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP,
)
MAX_PREC = MAX_EMAX = 999999999999999999
MIN_EMIN = -MAX_EMAX
MIN_ETINY = MIN_EMIN - MAX_PREC + 1
HAVE_THREADS = HAVE_CONTEXTVAR = True
_INFINITE, _QUIET, _SIGNALING = "F", "n", "N"
# Longer coefficients than this take minutes, here as in CPython.
_MOST_DIGITS = 100000


class DecimalException(ArithmeticError):
    pass


class Clamped(DecimalException):
    pass


class InvalidOperation(DecimalException):
    pass


class ConversionSyntax(InvalidOperation):
    pass


class DivisionByZero(DecimalException, ZeroDivisionError):
    pass


class DivisionImpossible(InvalidOperation):
    pass


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    pass


class Inexact(DecimalException):
    pass


class InvalidContext(InvalidOperation):
    pass


class Rounded(DecimalException):
    pass


class Subnormal(DecimalException):
    pass


class Overflow(Inexact, Rounded):
    pass


class Underflow(Inexact, Rounded, Subnormal):
    pass


class FloatOperation(DecimalException, TypeError):
    pass


_SIGNALS = (
    InvalidOperation, FloatOperation, DivisionByZero, Overflow, Underflow, Subnormal, Inexact, Rounded, Clamped,
)
_CONDITIONS = (InvalidOperation, DivisionImpossible, DivisionUndefined, ConversionSyntax, InvalidContext)
_NAMED = (Clamped, DivisionByZero, Inexact, FloatOperation, Overflow, Rounded, Subnormal, Underflow)
# Before which of them the name of `InvalidOperation` comes: it is named where its first condition is in libmpdec's flags.
_INVALID_BEFORE = {ConversionSyntax: 1, DivisionImpossible: 2, DivisionUndefined: 2, InvalidOperation: 3}


class _Signals:
    """The flags or the traps of a context: a mapping from signals to whether they are set."""

    def __init__(self, on):
        self._on = {signal: signal in on for signal in _SIGNALS}
        self._invalid_before = 1 if InvalidOperation in on else 9

    def __getitem__(self, signal):
        try:
            return self._on[signal]
        except (KeyError, TypeError):
            raise KeyError("invalid error flag") from None

    def __setitem__(self, signal, value):
        if signal not in self._on:
            raise KeyError("invalid error flag")
        self._on[signal] = bool(value)
        if signal is InvalidOperation:
            self._invalid_before = 1 if value else 9

    def __delitem__(self, signal):
        raise ValueError("signal keys cannot be deleted")

    def __iter__(self):
        return iter(_SIGNALS)

    def __len__(self):
        return len(_SIGNALS)

    def __contains__(self, signal):
        return signal in self._on

    def keys(self):
        return self._on.keys()

    def values(self):
        return self._on.values()

    def items(self):
        return self._on.items()

    def get(self, signal, default=None):
        return self._on.get(signal, default)

    def copy(self):
        return dict(self._on)

    def __eq__(self, other):
        if isinstance(other, _Signals):
            return self._on == other._on
        return self._on == other if isinstance(other, dict) else NotImplemented

    __hash__ = None

    def __repr__(self):
        inner = ", ".join(f"{signal!r}:{on}" for signal, on in self._on.items())
        return "{" + inner + "}"

    def _set(self):
        return [signal for signal in self._on if self._on[signal]]


_Signals.__name__ = _Signals.__qualname__ = "SignalDict"


def _signal_names(signals):
    order = list(_NAMED)
    if signals._on[InvalidOperation]:
        order.insert(signals._invalid_before, InvalidOperation)
    return "[" + ", ".join([signal.__name__ for signal in order if signals._on[signal]]) + "]"


def _limits(name, value, low, high):
    if not isinstance(value, int):
        raise TypeError("an integer is required" if isinstance(value, str) else f"'{type(value).__name__}' object cannot be interpreted as an integer")
    if not low <= value <= high:
        below = "MIN_EMIN" if name == "Emin" else low
        above = {"prec": "MAX_PREC", "Emax": "MAX_EMAX"}.get(name, high)
        raise ValueError(f"valid range for {name} is [{below}, {above}]")
    return value


class Context:
    __slots__ = ("_prec", "_rounding", "_Emin", "_Emax", "_capitals", "_clamp", "_flags", "_traps")

    def __init__(
        self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None
    ):
        base = DefaultContext
        put = object.__setattr__
        put(self, "_traps", _Signals(base._traps._set() if base else [InvalidOperation, DivisionByZero, Overflow]))
        put(self, "_flags", _Signals([]))
        self.prec = (base._prec if base else 28) if prec is None else prec
        self.rounding = (base._rounding if base else ROUND_HALF_EVEN) if rounding is None else rounding
        self.Emin = (base._Emin if base else -999999) if Emin is None else Emin
        self.Emax = (base._Emax if base else 999999) if Emax is None else Emax
        self.capitals = (base._capitals if base else 1) if capitals is None else capitals
        self.clamp = (base._clamp if base else 0) if clamp is None else clamp
        if flags is not None:
            self.flags = flags
        if traps is not None:
            self.traps = traps

    @property
    def prec(self):
        return self._prec

    @prec.setter
    def prec(self, value):
        object.__setattr__(self, "_prec", _limits("prec", value, 1, MAX_PREC))

    @property
    def rounding(self):
        return self._rounding

    @rounding.setter
    def rounding(self, value):
        if value not in _ROUNDINGS:
            raise TypeError(
                "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n"
                "   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]"
            )
        object.__setattr__(self, "_rounding", value)

    @property
    def Emin(self):
        return self._Emin

    @Emin.setter
    def Emin(self, value):
        object.__setattr__(self, "_Emin", _limits("Emin", value, MIN_EMIN, 0))

    @property
    def Emax(self):
        return self._Emax

    @Emax.setter
    def Emax(self, value):
        object.__setattr__(self, "_Emax", _limits("Emax", value, 0, MAX_EMAX))

    @property
    def capitals(self):
        return self._capitals

    @capitals.setter
    def capitals(self, value):
        if value not in (0, 1):
            raise ValueError("valid values for capitals are 0 or 1")
        object.__setattr__(self, "_capitals", value)

    @property
    def clamp(self):
        return self._clamp

    @clamp.setter
    def clamp(self, value):
        if value not in (0, 1):
            raise ValueError("valid values for clamp are 0 or 1")
        object.__setattr__(self, "_clamp", value)

    @property
    def flags(self):
        return self._flags

    @flags.setter
    def flags(self, value):
        object.__setattr__(self, "_flags", _signals_of(value, "flags"))

    @property
    def traps(self):
        return self._traps

    @traps.setter
    def traps(self, value):
        object.__setattr__(self, "_traps", _signals_of(value, "traps"))

    def __setattr__(self, name, value):
        if name.startswith("_") or not hasattr(Context, name):
            raise AttributeError(f"'decimal.Context' object has no attribute '{name}'")
        object.__setattr__(self, name, value)

    def __repr__(self):
        return (
            f"Context(prec={self._prec}, rounding={self._rounding}, Emin={self._Emin}, Emax={self._Emax}, "
            f"capitals={self._capitals}, clamp={self._clamp}, flags={_signal_names(self._flags)}, "
            f"traps={_signal_names(self._traps)})"
        )

    def copy(self):
        made = object.__new__(type(self))
        put = object.__setattr__
        for name in ("_prec", "_rounding", "_Emin", "_Emax", "_capitals", "_clamp"):
            put(made, name, getattr(self, name))
        put(made, "_flags", _Signals(self._flags._set()))
        put(made, "_traps", _Signals(self._traps._set()))
        return made

    __copy__ = copy

    def clear_flags(self):
        object.__setattr__(self, "_flags", _Signals([]))

    def clear_traps(self):
        object.__setattr__(self, "_traps", _Signals([]))

    def Etiny(self):
        return self._Emin - self._prec + 1

    def Etop(self):
        return self._Emax - self._prec + 1

    def radix(self):
        return Decimal(10)

    def create_decimal(self, num="0", /):
        return _in_c(_created, num, self)

    def create_decimal_from_float(self, f, /):
        return _in_c(_created, _of_float(f), self)

    def abs(self, x, /):
        return _in_c(_absolute, _given(x), self)

    def add(self, x, y, /):
        return _in_c(_add, _given(x), _given(y), self)

    def subtract(self, x, y, /):
        return _in_c(_subtract, _given(x), _given(y), self)

    def multiply(self, x, y, /):
        return _in_c(_multiply, _given(x), _given(y), self)

    def divide(self, x, y, /):
        return _in_c(_divide, _given(x), _given(y), self)

    def divide_int(self, x, y, /):
        return _in_c(_divide_int, _given(x), _given(y), self)

    def remainder(self, x, y, /):
        return _in_c(_remainder, _given(x), _given(y), self)

    def divmod(self, x, y, /):
        return _in_c(_divmod, _given(x), _given(y), self)

    def power(self, a, b, modulo=None):
        return _in_c(_power, _given(a), _given(b), modulo, self)

    def sqrt(self, x, /):
        return _in_c(_sqrt, _given(x), self)

    def exp(self, x, /):
        return _in_c(_exp, _given(x), self)

    def ln(self, x, /):
        return _in_c(_ln, _given(x), self)

    def log10(self, x, /):
        return _in_c(_log10, _given(x), self)

    def plus(self, x, /):
        return _in_c(_plus, _given(x), self)

    def minus(self, x, /):
        return _in_c(_minus, _given(x), self)

    def quantize(self, x, y, /):
        return _in_c(_quantize, _given(x), _given(y), self._rounding, self)

    def normalize(self, x, /):
        return _given(x).normalize(self)

    def compare(self, x, y, /):
        return _given(x).compare(_given(y), self)

    def fma(self, x, y, z, /):
        return _given(x).fma(_given(y), _given(z), self)

    def max(self, x, y, /):
        return _given(x).max(_given(y), self)

    def min(self, x, y, /):
        return _given(x).min(_given(y), self)

    def scaleb(self, x, y, /):
        return _given(x).scaleb(_given(y), self)

    def to_integral_value(self, x, /):
        return _given(x).to_integral_value(context=self)

    to_integral = to_integral_value

    def to_integral_exact(self, x, /):
        return _given(x).to_integral_exact(context=self)

    def to_sci_string(self, x, /):
        return _in_c(_text, _given(x), self, False)

    def to_eng_string(self, x, /):
        return _in_c(_text, _given(x), self, True)

    def copy_abs(self, x, /):
        return _given(x).copy_abs()

    def copy_negate(self, x, /):
        return _given(x).copy_negate()

    def copy_sign(self, x, y, /):
        return _given(x).copy_sign(_given(y))

    def is_finite(self, x, /):
        return _given(x).is_finite()

    def is_infinite(self, x, /):
        return _given(x).is_infinite()

    def is_nan(self, x, /):
        return _given(x).is_nan()

    def is_signed(self, x, /):
        return _given(x).is_signed()

    def is_zero(self, x, /):
        return _given(x).is_zero()


def _signals_of(value, what):
    if isinstance(value, _Signals):
        return _Signals(value._set())
    if isinstance(value, dict):
        if set(value) != set(_SIGNALS):
            raise KeyError("invalid error flag") if set(value) - set(_SIGNALS) else KeyError("invalid signal dict")
        return _Signals([signal for signal in value if value[signal]])
    if isinstance(value, list):
        for signal in value:
            if signal not in _SIGNALS:
                raise TypeError(f"valid values for signals are:\n  [{', '.join(s.__name__ for s in _SIGNALS)}]")
        return _Signals(value)
    raise TypeError("argument must be a signal dict")


def _note(context, *conditions):
    """Sets the flags of what happened, and raises what the context traps."""
    flags, traps = context._flags._on, context._traps._on
    trapped = None
    raised = []
    for condition in conditions:
        signal = condition
        if issubclass(condition, InvalidOperation):
            signal = InvalidOperation
            context._flags._invalid_before = min(context._flags._invalid_before, _INVALID_BEFORE[condition])
        flags[signal] = True
        if traps[signal]:
            raised.append(condition)
    if raised:
        for signal in _SIGNALS:
            if any(signal is InvalidOperation and issubclass(c, InvalidOperation) or c is signal for c in raised):
                trapped = signal
                break
        order = [c for c in _CONDITIONS + _SIGNALS[1:] if c in raised]
        raise trapped(order)


def _digits(n):
    return len(str(n)) if n >= 10 else 1


def _cut(n, drop, sign, rounding):
    """`n` without its last digits, rounded, and whether that lost something."""
    if drop > _digits(n) + 1:
        q, r, half = 0, n, -1
    else:
        unit = 10**drop
        q, r = divmod(n, unit)
        half = 2 * r - unit
    if not r:
        return q, False
    if rounding == ROUND_HALF_EVEN:
        up = half > 0 or (half == 0 and q % 2 == 1)
    elif rounding == ROUND_HALF_UP:
        up = half >= 0
    elif rounding == ROUND_HALF_DOWN:
        up = half > 0
    elif rounding == ROUND_UP:
        up = True
    elif rounding == ROUND_DOWN:
        up = False
    elif rounding == ROUND_CEILING:
        up = not sign
    elif rounding == ROUND_FLOOR:
        up = bool(sign)
    else:
        up = q % 5 == 0
    return (q + 1 if up else q), True


def _made(sign, n, exp, cls=None):
    made = object.__new__(cls or Decimal)
    made._sign, made._n, made._exp = sign, n, exp
    return made


def _nan(context, *conditions):
    _note(context, *conditions)
    return _made(0, 0, _QUIET)


def _finish(sign, n, exp, context):
    """A result as its context rounds it."""
    prec, Emin, Emax = context._prec, context._Emin, context._Emax
    tiny, top = Emin - prec + 1, Emax - prec + 1
    if n == 0:
        fitting = min(max(exp, tiny), top if context._clamp else Emax)
        if fitting != exp:
            _note(context, Clamped)
        return _made(sign, 0, fitting)
    digits = _digits(n)
    if exp + digits - 1 > Emax:
        return _overflow(sign, context)
    least = exp + digits - prec
    subnormal = exp + digits - 1 < Emin
    if subnormal:
        least = tiny
    happened = []
    if exp < least:
        n, inexact = _cut(n, least - exp, sign, context._rounding)
        exp = least
        if _digits(n) > prec:
            n //= 10
            exp += 1
            if exp + prec - 1 > Emax:
                return _overflow(sign, context)
        if subnormal:
            happened.append(Subnormal)
            if inexact:
                happened.append(Underflow)
            if n == 0:
                happened.append(Clamped)
        if inexact:
            happened.append(Inexact)
        happened.append(Rounded)
    elif subnormal:
        happened.append(Subnormal)
    if context._clamp and exp > top:
        n *= 10 ** (exp - top)
        exp = top
        happened.append(Clamped)
    if happened:
        _note(context, *happened)
    return _made(sign, n, exp)


def _overflow(sign, context):
    rounding = context._rounding
    _note(context, Overflow, Inexact, Rounded)
    away = rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN, ROUND_UP)
    if away or (rounding == ROUND_CEILING and not sign) or (rounding == ROUND_FLOOR and sign):
        return _made(sign, 0, _INFINITE)
    return _made(sign, 10**context._prec - 1, context._Emax - context._prec + 1)


def _special(a, b, context):
    """What an operation gives when one of its numbers is none, else `None`."""
    kinds = (a._exp, b._exp)
    if _SIGNALING in kinds:
        _note(context, InvalidOperation)
        first = a if a._exp == _SIGNALING else b
    elif _QUIET in kinds:
        first = a if a._exp == _QUIET else b
    else:
        return None
    return _made(first._sign, first._n % 10 ** (context._prec - context._clamp), _QUIET)


def _is_special(a):
    return isinstance(a._exp, str)


def _plus(a, context):
    _spend(30)
    if _is_special(a):
        return _special(a, a, context) or _made(a._sign, 0, _INFINITE)
    sign = a._sign
    if a._n == 0 and context._rounding != ROUND_FLOOR:
        sign = 0
    return _finish(sign, a._n, a._exp, context)


def _minus(a, context):
    _spend(30)
    if _is_special(a):
        return _special(a, a, context) or _made(1 - a._sign, 0, _INFINITE)
    sign = 1 - a._sign
    if a._n == 0:
        sign = 1 if context._rounding == ROUND_FLOOR and not a._sign else 0
    return _finish(sign, a._n, a._exp, context)


def _absolute(a, context):
    return _minus(a, context) if a._sign else _plus(a, context)


def _add(a, b, context):
    _spend(20)
    if _is_special(a) or _is_special(b):
        nan = _special(a, b, context)
        if nan is not None:
            return nan
        if a._exp == _INFINITE:
            if b._exp == _INFINITE and a._sign != b._sign:
                return _nan(context, InvalidOperation)
            return _made(a._sign, 0, _INFINITE)
        return _made(b._sign, 0, _INFINITE)
    x, y, exp = a._n, b._n, min(a._exp, b._exp)
    if x == 0 and y == 0:
        sign = a._sign & b._sign
        if a._sign != b._sign and context._rounding == ROUND_FLOOR:
            sign = 1
        return _finish(sign, 0, exp, context)
    if x == 0 or y == 0:
        other = b if x == 0 else a
        # The zero's exponent counts as far as the precision reaches.
        exp = max(exp, other._exp - context._prec - 1)
        n = other._n * 10 ** (other._exp - exp) if other._exp > exp else other._n
        return _finish(other._sign, n, min(exp, other._exp), context)
    if a._exp < b._exp:
        a, b = b, a
        x, y = y, x
    # Far below the last digit that counts, a number is but a trace.
    far = min(_digits(x) - context._prec - 2, -1) + a._exp
    if _digits(y) + b._exp - 1 < far:
        b, y = _made(b._sign, 1, far), 1
        exp = far
    x *= 10 ** (a._exp - exp)
    total = (-x if a._sign else x) + (-y if b._sign else y)
    if total == 0:
        return _finish(1 if context._rounding == ROUND_FLOOR else 0, 0, exp, context)
    return _finish(int(total < 0), abs(total), exp, context)


def _subtract(a, b, context):
    if _is_special(b) and b._exp != _INFINITE:
        return _add(a, b, context)
    return _add(a, _made(1 - b._sign, b._n, b._exp), context)


def _multiply(a, b, context):
    _spend(25)
    sign = a._sign ^ b._sign
    if _is_special(a) or _is_special(b):
        nan = _special(a, b, context)
        if nan is not None:
            return nan
        if (a._exp != _INFINITE and a._n == 0) or (b._exp != _INFINITE and b._n == 0):
            return _nan(context, InvalidOperation)
        return _made(sign, 0, _INFINITE)
    return _finish(sign, a._n * b._n, a._exp + b._exp, context)


def _divide(a, b, context):
    _spend(80)
    sign = a._sign ^ b._sign
    if _is_special(a) or _is_special(b):
        nan = _special(a, b, context)
        if nan is not None:
            return nan
        if a._exp == _INFINITE:
            return _nan(context, InvalidOperation) if b._exp == _INFINITE else _made(sign, 0, _INFINITE)
        _note(context, Clamped)
        return _made(sign, 0, context.Etiny())
    if b._n == 0:
        if a._n == 0:
            return _nan(context, DivisionUndefined)
        _note(context, DivisionByZero)
        return _made(sign, 0, _INFINITE)
    ideal = a._exp - b._exp
    if a._n == 0:
        return _finish(sign, 0, ideal, context)
    shift = _digits(b._n) - _digits(a._n) + context._prec + 1
    exp = ideal - shift
    if shift >= 0:
        n, rest = divmod(a._n * 10**shift, b._n)
    else:
        n, rest = divmod(a._n, b._n * 10**-shift)
    if rest:
        # A trace of what is left, so that rounding sees it.
        if n % 5 == 0:
            n += 1
    else:
        while exp < ideal and n % 10 == 0:
            n //= 10
            exp += 1
    return _finish(sign, n, exp, context)


def _whole_division(a, b, context):
    """The integer quotient and the remainder of finite numbers, or `None` when the quotient has too many digits."""
    exp = min(a._exp, b._exp)
    if a._n and a._exp + _digits(a._n) - b._exp - _digits(b._n) > context._prec:
        return None
    if a._exp + _digits(a._n) < b._exp + _digits(b._n) - 1:
        return 0, a._n * 10 ** (a._exp - exp) if a._n else 0, exp
    q, r = divmod(a._n * 10 ** (a._exp - exp), b._n * 10 ** (b._exp - exp))
    return None if q >= 10**context._prec else (q, r, exp)


def _divide_int(a, b, context):
    _spend(60)
    sign = a._sign ^ b._sign
    if _is_special(a) or _is_special(b):
        nan = _special(a, b, context)
        if nan is not None:
            return nan
        if a._exp == _INFINITE:
            return _nan(context, InvalidOperation) if b._exp == _INFINITE else _made(sign, 0, _INFINITE)
        return _made(sign, 0, 0)
    if b._n == 0:
        if a._n == 0:
            return _nan(context, DivisionUndefined)
        _note(context, DivisionByZero)
        return _made(sign, 0, _INFINITE)
    both = _whole_division(a, b, context)
    return _nan(context, DivisionImpossible) if both is None else _finish(sign, both[0], 0, context)


def _remainder(a, b, context):
    _spend(60)
    if _is_special(a) or _is_special(b):
        nan = _special(a, b, context)
        if nan is not None:
            return nan
        return _nan(context, InvalidOperation) if a._exp == _INFINITE else _plus_exact(a, context)
    if b._n == 0:
        return _nan(context, InvalidOperation if a._n else DivisionUndefined)
    both = _whole_division(a, b, context)
    if both is None:
        return _nan(context, DivisionImpossible)
    return _finish(a._sign, both[1], both[2], context)


def _plus_exact(a, context):
    return _finish(a._sign, a._n, a._exp, context)


def _divmod(a, b, context):
    _spend(90)
    if not _is_special(a) and not _is_special(b) and b._n == 0:
        if a._n == 0:
            nan = _nan(context, DivisionUndefined)
            return nan, nan
        _note(context, DivisionByZero, InvalidOperation)
        return _made(a._sign ^ b._sign, 0, _INFINITE), _made(0, 0, _QUIET)
    if a._exp == _INFINITE and not _is_special(b):
        return _made(a._sign ^ b._sign, 0, _INFINITE), _nan(context, InvalidOperation)
    return _divide_int(a, b, context), _remainder(a, b, context)


def _compared(a, b):
    """-1, 0 or 1 for numbers that are not NaN."""
    if a._exp == _INFINITE or b._exp == _INFINITE:
        x = (-1 if a._sign else 1) if a._exp == _INFINITE else 0
        y = (-1 if b._sign else 1) if b._exp == _INFINITE else 0
        return (x > y) - (x < y)
    if a._n == 0 or b._n == 0 or a._sign != b._sign:
        x = 0 if a._n == 0 else -1 if a._sign else 1
        y = 0 if b._n == 0 else -1 if b._sign else 1
        return (x > y) - (x < y)
    x, y = a._exp + _digits(a._n), b._exp + _digits(b._n)
    if x == y:
        exp = min(a._exp, b._exp)
        x, y = a._n * 10 ** (a._exp - exp), b._n * 10 ** (b._exp - exp)
    order = (x > y) - (x < y)
    return -order if a._sign else order


def _quantize(a, b, rounding, context):
    _spend(90)
    if _is_special(a) or _is_special(b):
        nan = _special(a, b, context)
        if nan is not None:
            return nan
        return _made(a._sign, 0, _INFINITE) if a._exp == b._exp else _nan(context, InvalidOperation)
    exp = b._exp
    if not context.Etiny() <= exp <= context._Emax:
        return _nan(context, InvalidOperation)
    if a._n == 0:
        return _finish(a._sign, 0, exp, context)
    if a._exp + _digits(a._n) - 1 > context._Emax or a._exp + _digits(a._n) - exp > context._prec + 1:
        return _nan(context, InvalidOperation)
    lost = inexact = False
    if exp <= a._exp:
        n = a._n * 10 ** (a._exp - exp)
    else:
        n, inexact = _cut(a._n, exp - a._exp, a._sign, rounding)
        lost = True
    if n and (exp + _digits(n) - 1 > context._Emax or _digits(n) > context._prec):
        return _nan(context, InvalidOperation)
    happened = [Inexact] if inexact else []
    if lost:
        happened.append(Rounded)
    if n and exp + _digits(n) - 1 < context._Emin:
        happened.append(Subnormal)
    if context._clamp and exp > context._Emax - context._prec + 1:
        n *= 10 ** (exp - (context._Emax - context._prec + 1))
        exp = context._Emax - context._prec + 1
        happened.append(Clamped)
    if happened:
        _note(context, *happened)
    return _made(a._sign, n, exp)


def _integral(a, rounding, context, exact):
    _spend(60)
    if _is_special(a):
        return _special(a, a, context) or a
    if a._exp >= 0 or a._n == 0:
        return _made(a._sign, a._n, max(a._exp, 0))
    n, inexact = _cut(a._n, -a._exp, a._sign, rounding)
    if exact:
        _note(context, *([Inexact, Rounded] if inexact else [Rounded]))
    return _made(a._sign, n, 0)


def _sqrt(a, context):
    _spend(1500)
    if _is_special(a):
        nan = _special(a, a, context)
        if nan is not None:
            return nan
        return _nan(context, InvalidOperation) if a._sign else a
    if a._n == 0:
        return _finish(a._sign, 0, a._exp // 2, context)
    if a._sign:
        return _nan(context, InvalidOperation)
    ideal = a._exp // 2
    n, exp = (a._n * 10, a._exp - 1) if a._exp % 2 else (a._n, a._exp)
    exp //= 2
    shift = max(0, context._prec + 1 - (_digits(n) + 1) // 2)
    n *= 100**shift
    exp -= shift
    root = _isqrt(n)
    if root * root != n:
        if root % 5 == 0:
            root += 1
    else:
        while exp < ideal and root % 10 == 0:
            root //= 10
            exp += 1
    return _finish(0, root, exp, _half_even(context))


class _half_even:
    """A context that rounds half to even and sets the flags of another."""

    def __init__(self, context, prec=None):
        self._prec, self._Emin, self._Emax = prec or context._prec, context._Emin, context._Emax
        self._flags, self._traps = context._flags, context._traps
        self._rounding, self._clamp, self._capitals = ROUND_HALF_EVEN, context._clamp, context._capitals

    def Etiny(self):
        return self._Emin - self._prec + 1


def _exp_fixed(x, places):
    """e**x of a fixed-point number, both in units of 10**-places; some units off."""
    one = 10**places
    # Halved until the series is short.
    halvings = max(0, x.bit_length() - one.bit_length() + 8)
    more = 10 ** (halvings // 3 + 4)
    one *= more
    x = x * more >> halvings
    total, term, k = one, one, 1
    while term:
        term = term * x // (one * k)
        total += term
        k += 1
    for _ in range(halvings):
        total = total * total // one
    return total // more


_LN10 = {}


def _ln10(places):
    """ln 10 in units of 10**-places."""
    if places not in _LN10:
        def arctanh(k):
            # arctanh(1 / k)
            unit = 10 ** (places + 6)
            term = total = unit // k
            n = 1
            while term:
                term //= k * k
                n += 2
                total += term // n
            return total

        _LN10[places] = (46 * arctanh(31) + 34 * arctanh(49) + 20 * arctanh(161)) // 10**6
    return _LN10[places]


def _ln_fixed(n, exp, places):
    """ln(n * 10**exp) in units of 10**-places; some units off."""
    digits = _digits(n)
    more = places + 8
    one = 10**more
    scaled = digits - 1 + exp
    # m in [1, 10) and the power of ten apart.
    shift = more - (digits - 1)
    m = n * 10**shift if shift >= 0 else n // 10**-shift
    if m > 3 * one:
        m //= 10
        scaled += 1
    # Square roots bring it near 1.
    roots = 0
    while abs(m - one) * 32 > one:
        m = _isqrt(m * one)
        roots += 1
    y = abs(m - one) * one // (m + one)
    square, term, total, k = y * y // one, y, y, 1
    while term:
        term = term * square // one
        k += 2
        total += term // k
    total = (2 * total if m >= one else -2 * total) << roots
    return (total + scaled * _ln10(more)) // 10**8


def _certain(compute, prec):
    """Digits and exponent of a number that is never exact: computed with more places until rounding is clear."""
    places = prec + 12
    while True:
        n, exp, doubt = compute(places)
        spare = _digits(abs(n)) - prec - 1
        if spare > 3:
            unit = 10**spare
            near = abs(n) % unit
            if doubt < near < unit - doubt:
                return n, exp
        places += max(10, prec // 2)


def _exp(a, context):
    _spend(6000)
    if _is_special(a):
        nan = _special(a, a, context)
        if nan is not None:
            return nan
        return _made(0, 0, 0) if a._sign else a
    if a._n == 0:
        return _made(0, 1, 0)
    half = _half_even(context)
    if a._exp + _digits(a._n) > 20:
        return _overflow(0, half) if not a._sign else _finish(0, 1, half.Etiny() - 1, half)
    prec = context._prec
    if a._exp + _digits(a._n) < -prec - 1:
        # Nearer to 1 than the precision tells.
        n = 10 ** (prec + 2) + (-1 if a._sign else 1)
        return _finish(0, n, -prec - 2, half)

    def compute(places):
        places += max(0, a._exp + _digits(a._n)) + 4
        x = a._n * 10 ** (a._exp + places) if a._exp + places >= 0 else a._n // 10 ** -(a._exp + places)
        x = -x if a._sign else x
        tens, rest = divmod(x, _ln10(places))
        n = _exp_fixed(rest, places)
        return n, tens - places, 100000 * (abs(tens) + 1)

    n, exp = _certain(compute, prec)
    return _finish(0, n, exp, half)


def _ln(a, context):
    _spend(14000)
    if _is_special(a):
        nan = _special(a, a, context)
        if nan is not None:
            return nan
        return _nan(context, InvalidOperation) if a._sign else a
    if a._n == 0:
        return _made(1, 0, _INFINITE)
    if a._sign:
        return _nan(context, InvalidOperation)
    if _compared(a, _made(0, 1, 0)) == 0:
        return _made(0, 0, 0)

    def compute(places):
        # Near 1 the logarithm begins with zeros.
        places += max(0, -_below_one(a))
        return _ln_fixed(a._n, a._exp, places), -places, 1000

    n, exp = _certain(compute, context._prec)
    return _finish(int(n < 0), abs(n), exp, _half_even(context))


def _below_one(a):
    """The order of how far a number is from 1."""
    exp = min(a._exp, 0)
    away = abs(a._n * 10 ** (a._exp - exp) - 10**-exp) if a._exp - exp < _MOST_DIGITS else 1
    return _digits(away) - 1 + exp


def _log10(a, context):
    _spend(16000)
    if _is_special(a):
        nan = _special(a, a, context)
        if nan is not None:
            return nan
        return _nan(context, InvalidOperation) if a._sign else a
    if a._n == 0:
        return _made(1, 0, _INFINITE)
    if a._sign:
        return _nan(context, InvalidOperation)
    half = _half_even(context)
    text = str(a._n)
    if text.strip("0") == "1":
        power = len(text) - 1 + a._exp
        return _finish(int(power < 0), abs(power), 0, half)

    def compute(places):
        places += max(0, -_below_one(a)) + 4
        n = _ln_fixed(a._n, a._exp, places)
        return n * 10**places // _ln10(places), -places, 1000 + abs(a._exp) * 10

    n, exp = _certain(compute, context._prec)
    return _finish(int(n < 0), abs(n), exp, half)


def _whole(a):
    """The integer that a finite number is, or `None`."""
    if a._exp >= 0:
        return a._n * 10**a._exp if a._exp < 30 else None
    if a._n == 0:
        return 0
    q, r = divmod(a._n, 10**-a._exp) if -a._exp <= _digits(a._n) else (0, 1)
    return None if r else q


def _is_odd(a):
    n = _whole(a)
    return n is not None and n % 2 == 1


def _power(a, b, modulo, context):
    _spend(300)
    if modulo is not None:
        return _power_modulo(a, b, _given(modulo), context)
    if _is_special(a) or _is_special(b):
        nan = _special(a, b, context)
        if nan is not None:
            return nan
    one = _made(0, 1, 0)
    if not _is_special(b) and b._n == 0:
        if not _is_special(a) and a._n == 0:
            return _nan(context, InvalidOperation)
        return one
    integer = b._exp != _INFINITE and (b._exp >= 0 or _whole(b) is not None)
    sign = 1 if a._sign and integer and _is_odd(b) else 0
    if not _is_special(a) and a._n == 0:
        if b._sign:
            return _made(sign, 0, _INFINITE)
        return _finish(sign, 0, 0, context)
    if a._sign and a._exp != _INFINITE and not integer:
        return _nan(context, InvalidOperation)
    if a._exp == _INFINITE:
        if a._sign and not integer and b._exp != _INFINITE:
            return _nan(context, InvalidOperation)
        return _made(sign, 0, 0) if b._sign else _made(sign, 0, _INFINITE)
    order = _compared(_made(0, a._n, a._exp), one)
    if b._exp == _INFINITE:
        if order == 0:
            _note(context, Inexact, Rounded)
            return _made(0, 10 ** (context._prec - 1), 1 - context._prec)
        return _made(0, 0, _INFINITE) if (order > 0) != bool(b._sign) else _made(0, 0, 0)
    if order == 0:
        if integer:
            exp = min(max(a._exp * min(_whole(b) or 0, context._prec), 1 - context._prec), 0) if not b._sign else 1 - context._prec
            if b._sign or a._exp * (_whole(b) or 0) < 1 - context._prec:
                exp = 1 - context._prec
                if a._exp == 0:
                    exp = 0
                else:
                    _note(context, Rounded)
            return _made(sign, 10**-exp, exp)
        _note(context, Inexact, Rounded)
        return _made(sign, 10 ** (context._prec - 1), 1 - context._prec)
    # Far beyond what exponents reach.
    log = a._exp + _digits(a._n) - 1
    reach = abs(log) if log >= 0 else abs(log) - 1
    if reach and b._exp + _digits(b._n) > 20:
        up = (order > 0) != bool(b._sign)
        return _overflow(sign, context) if up else _finish(sign, 1, context.Etiny() - 1, context)
    n = _whole(b) if integer else None
    if n is not None and n < 2**64:
        return _integer_power(a, n, b, sign, context)
    _spend(60000)
    prec = context._prec + 4 + 20

    def compute(places):
        places += 25
        log = _ln_fixed(a._n, a._exp, places + max(0, -_below_one(a)))
        unit = places + max(0, -_below_one(a))
        x = log * b._n
        exp = b._exp - unit
        x = x * 10 ** (exp + places) if exp + places >= 0 else x // 10 ** -(exp + places)
        x = -x if b._sign else x
        tens, rest = divmod(x, _ln10(places))
        return _exp_fixed(rest, places), tens - places, 10**8 * (abs(tens) + 1)

    if b._exp + _digits(b._n) + max(0, _digits(abs(log))) > 22:
        up = (order > 0) != bool(b._sign)
        return _overflow(sign, context) if up else _finish(sign, 1, context.Etiny() - 1, context)
    result, exp = compute(prec)[:2]
    drop = _digits(result) - context._prec - 4
    _note(context, Inexact, Rounded)
    if drop > 0:
        result, _ = _cut(result, drop, 0, ROUND_HALF_EVEN)
        exp += drop
    return _finish(sign, result, exp, context)


def _integer_power(a, n, b, sign, context):
    work = Context(
        prec=min(context._prec + _digits(b._n) + b._exp + 2 + b._sign, MAX_PREC), rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN,
        Emax=MAX_EMAX, clamp=0, traps=[],
    )
    object.__setattr__(work, "_Emin", context._Emin)
    object.__setattr__(work, "_Emax", context._Emax)
    base = _made(0, a._n, a._exp)
    if b._sign:
        base = _divide(_made(0, 1, 0), base, work)
    result = base
    for bit in bin(n)[3:]:
        result = _multiply(result, result, work)
        if bit == "1":
            result = _multiply(result, base, work)
        if _is_special(result) or result._n == 0:
            break
    happened = [s for s in _SIGNALS if work._flags._on[s]]
    if _is_special(result):
        return _overflow(sign, context)
    if result._n == 0:
        _note(context, *happened)
        return _finish(sign, 0, context.Etiny(), context)
    made = _finish(sign, result._n, result._exp, context)
    if happened:
        _note(context, *happened)
    return made


def _power_modulo(a, b, modulo, context):
    _spend(300)
    for x, y in ((a, b), (a, modulo)):
        if _is_special(x) or _is_special(y):
            return _special(x, y, context) or _nan(context, InvalidOperation)
    numbers = [_whole(x) for x in (a, b, modulo)]
    if None in numbers or b._sign or modulo._n == 0 or (a._n == 0 and b._n == 0):
        return _nan(context, InvalidOperation)
    x, y, z = numbers
    if _digits(z) > context._prec:
        return _nan(context, InvalidOperation)
    return _made(1 if a._sign and y % 2 else 0, pow(x, y, z), 0)


def _text(a, context=None, engineering=False):
    _spend(25)
    sign = "-" if a._sign else ""
    exp = a._exp
    if exp == _INFINITE:
        return sign + "Infinity"
    if exp == _QUIET or exp == _SIGNALING:
        return sign + ("NaN" if exp == _QUIET else "sNaN") + (str(a._n) if a._n else "")
    text = str(a._n)
    left = exp + len(text)
    if exp <= 0 and left > -6:
        point = left
    elif not engineering:
        point = 1
    elif text == "0":
        point = (left + 1) % 3 - 1
    else:
        point = (left - 1) % 3 + 1
    if point <= 0:
        whole, part = "0", "." + "0" * -point + text
    elif point >= len(text):
        whole, part = text + "0" * (point - len(text)), ""
    else:
        whole, part = text[:point], "." + text[point:]
    power = ""
    if left != point:
        capitals = (context or getcontext())._capitals
        power = f"{'E' if capitals else 'e'}{left - point:+d}"
    return sign + whole + part + power


def _parsed(text):
    """Sign, integer and exponent of a text, or `None`."""
    text = text.strip().replace("_", "")
    sign = 0
    if text[:1] in ("+", "-"):
        sign = int(text[0] == "-")
        text = text[1:]
    low = text.lower()
    if low in ("inf", "infinity"):
        return sign, 0, _INFINITE
    for word, kind in (("nan", _QUIET), ("snan", _SIGNALING)):
        if low.startswith(word) and (low == word or low[len(word):].isdecimal()):
            return sign, int(low[len(word):] or 0), kind
    number, mark, power = low.partition("e")
    if mark:
        digits = power[1:] if power[:1] in ("+", "-") else power
        if not digits.isdecimal():
            return None
    whole, _, part = number.partition(".")
    if not (whole + part).isdecimal():
        return None
    return sign, int(whole + part), int(power or 0) - len(part)


def _exact(sign, n, exp, cls):
    """A number from outside, which is not rounded; what no context could hold is refused."""
    if not isinstance(exp, str):
        digits = _digits(n)
        if exp + digits - 1 > MAX_EMAX and n or exp < MIN_ETINY and n or digits > MAX_PREC:
            return _nan(getcontext(), InvalidOperation)
        exp = min(max(exp, MIN_ETINY), MAX_EMAX) if n == 0 else exp
    return _made(sign, n, exp, cls)


def _new(cls, value, context):
    if isinstance(value, str):
        _spend(60 + 2 * len(value))
        parts = _parsed(value)
        if parts is None:
            _note(context or getcontext(), ConversionSyntax)
            return _made(0, 0, _QUIET, cls)
        return _exact(*parts, cls)
    if isinstance(value, Decimal):
        _spend(20)
        return value if type(value) is Decimal and cls is Decimal else _made(value._sign, value._n, value._exp, cls)
    if isinstance(value, int):
        _spend(60)
        return _made(int(value < 0), abs(int(value)), 0, cls)
    if isinstance(value, float):
        context = context or getcontext()
        _note(context, FloatOperation)
        return _of_float(value, cls)
    if isinstance(value, (list, tuple)):
        _spend(300)
        return _of_tuple(cls, value)
    raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")


def _of_tuple(cls, value):
    if len(value) != 3:
        raise ValueError("argument must be a sequence of length 3")
    sign, digits, exp = value
    if sign not in (0, 1) or not isinstance(sign, int):
        raise ValueError("sign must be an integer with the value 0 or 1")
    if exp in ("F", "n", "N") and isinstance(exp, str):
        if exp == "F":
            return _made(sign, 0, _INFINITE, cls)
    elif isinstance(exp, str):
        raise ValueError("string argument in the third position must be 'F', 'n' or 'N'")
    elif not isinstance(exp, int):
        raise ValueError("exponent must be an integer")
    n = 0
    for digit in digits:
        if not isinstance(digit, int) or not 0 <= digit <= 9:
            raise ValueError("coefficient must be a tuple of digits")
        n = n * 10 + digit
    return _made(sign, n, exp, cls)


def _of_float(value, cls=None):
    if isinstance(value, int):
        return _made(int(value < 0), abs(value), 0, cls)
    if not isinstance(value, float):
        raise TypeError("argument must be int or float")
    _spend(400)
    sign = int(str(value).startswith("-"))
    if value != value:
        return _made(0, 0, _QUIET, cls)
    if value in (float("inf"), float("-inf")):
        return _made(sign, 0, _INFINITE, cls)
    top, bottom = abs(value).as_integer_ratio()
    places = bottom.bit_length() - 1
    return _made(sign, top * 5**places, -places, cls)


def _created(value, context):
    made = _new(Decimal, value, context)
    if made._exp in (_QUIET, _SIGNALING):
        return made
    return made if _is_special(made) else _finish(made._sign, made._n, made._exp, context)


def _given(value):
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return _made(int(value < 0), abs(int(value)), 0)
    raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")


def _number(value):
    """What arithmetic understands: a `Decimal`, or `None`."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return _made(int(value < 0), abs(int(value)), 0)
    return None


def _binary(operation, self, other, reverse):
    other = _number(other)
    if other is None:
        return NotImplemented
    context = getcontext()
    return operation(other, self, context) if reverse else operation(self, other, context)


def _order(self, other, ordered):
    """How `self` and `other` compare: -1, 0, 1, `None` when one is NaN, or `NotImplemented`."""
    _spend(10)
    if not isinstance(other, Decimal):
        if isinstance(other, int):
            other = _number(other)
        elif isinstance(other, float):
            context = getcontext()
            if ordered:
                _note(context, FloatOperation)
            else:
                context._flags._on[FloatOperation] = True
            other = _of_float(other)
        elif type(other).__name__ == "Fraction":
            top, bottom = other.numerator, other.denominator
            scaled = _made(self._sign, self._n * bottom, self._exp)
            if _is_special(self):
                scaled = self
            self, other = scaled, _number(top)
        else:
            return NotImplemented
    if self._exp in (_QUIET, _SIGNALING) or other._exp in (_QUIET, _SIGNALING):
        if ordered or _SIGNALING in (self._exp, other._exp):
            _note(getcontext(), InvalidOperation)
        return None
    return _compared(self, other)


_PRIME = 2**61 - 1
_TENTH = pow(10, _PRIME - 2, _PRIME)


def _hash(self):
    _spend(50)
    if _is_special(self):
        if self._exp == _SIGNALING:
            raise TypeError("Cannot hash a signaling NaN value")
        if self._exp == _QUIET:
            return object.__hash__(self)
        return -314159 if self._sign else 314159
    power = pow(10, self._exp, _PRIME) if self._exp >= 0 else pow(_TENTH, -self._exp, _PRIME)
    value = self._n * power % _PRIME
    value = -value if self._sign else value
    return -2 if value == -1 else value


def _to_int(self, what="integer", rounding=ROUND_DOWN):
    _spend(60)
    if _is_special(self):
        if self._exp == _INFINITE:
            raise OverflowError(f"cannot convert Infinity to {what}")
        raise ValueError(f"cannot convert NaN to {what}")
    if self._exp >= 0:
        n = self._n * 10**self._exp
    else:
        n, _ = _cut(self._n, -self._exp, self._sign, rounding)
    return -n if self._sign else n


def _to_float(self):
    _spend(100)
    if self._exp == _SIGNALING:
        raise ValueError("cannot convert signaling NaN to float")
    return float("nan") if self._exp == _QUIET else float(_text(self))


def _ratio(self):
    if _is_special(self):
        if self._exp == _INFINITE:
            raise OverflowError("cannot convert Infinity to integer ratio")
        raise ValueError("cannot convert NaN to integer ratio")
    top, bottom = (self._n * 10**self._exp, 1) if self._exp >= 0 else (self._n, 10**-self._exp)
    a, b = top, bottom
    while b:
        a, b = b, a % b
    return (-top // a if self._sign else top // a), bottom // a


class DecimalTuple(tuple):
    __slots__ = ()
    _fields = ("sign", "digits", "exponent")

    def __new__(cls, sign, digits, exponent):
        return tuple.__new__(cls, (sign, digits, exponent))

    sign = property(lambda self: self[0])
    digits = property(lambda self: self[1])
    exponent = property(lambda self: self[2])

    def __repr__(self):
        return f"DecimalTuple(sign={self[0]!r}, digits={self[1]!r}, exponent={self[2]!r})"


class Decimal:
    __slots__ = ("_sign", "_n", "_exp")

    def __new__(cls, value="0", context=None):
        return _in_c(_new, cls, value, context)

    @classmethod
    def from_float(cls, f, /):
        return _in_c(_of_float, f, cls)

    def __str__(self):
        return _in_c(_text, self)

    def __repr__(self):
        return f"Decimal('{_in_c(_text, self)}')"

    def __format__(self, spec):
        return _in_c(_formatted, self, spec)

    def __hash__(self):
        return _in_c(_hash, self)

    def __bool__(self):
        return _is_special(self) or self._n != 0

    def __int__(self):
        return _in_c(_to_int, self)

    __trunc__ = __int__

    def __float__(self):
        return _in_c(_to_float, self)

    def __floor__(self):
        return _in_c(_to_int, self, "integer", ROUND_FLOOR)

    def __ceil__(self):
        return _in_c(_to_int, self, "integer", ROUND_CEILING)

    def __round__(self, ndigits=None):
        if ndigits is None:
            return _in_c(_to_int, self, "integer", ROUND_HALF_EVEN)
        if not isinstance(ndigits, int):
            raise TypeError("optional arg must be an integer")
        context = getcontext()
        return _in_c(_quantize, self, _made(0, 1, -ndigits), ROUND_HALF_EVEN, context)

    def __neg__(self):
        return _in_c(_minus, self, getcontext())

    def __pos__(self):
        return _in_c(_plus, self, getcontext())

    def __abs__(self):
        return _in_c(_absolute, self, getcontext())

    def __add__(self, other):
        return _in_c(_binary, _add, self, other, False)

    def __radd__(self, other):
        return _in_c(_binary, _add, self, other, True)

    def __sub__(self, other):
        return _in_c(_binary, _subtract, self, other, False)

    def __rsub__(self, other):
        return _in_c(_binary, _subtract, self, other, True)

    def __mul__(self, other):
        return _in_c(_binary, _multiply, self, other, False)

    def __rmul__(self, other):
        return _in_c(_binary, _multiply, self, other, True)

    def __truediv__(self, other):
        return _in_c(_binary, _divide, self, other, False)

    def __rtruediv__(self, other):
        return _in_c(_binary, _divide, self, other, True)

    def __floordiv__(self, other):
        return _in_c(_binary, _divide_int, self, other, False)

    def __rfloordiv__(self, other):
        return _in_c(_binary, _divide_int, self, other, True)

    def __mod__(self, other):
        return _in_c(_binary, _remainder, self, other, False)

    def __rmod__(self, other):
        return _in_c(_binary, _remainder, self, other, True)

    def __divmod__(self, other):
        return _in_c(_binary, _divmod, self, other, False)

    def __rdivmod__(self, other):
        return _in_c(_binary, _divmod, self, other, True)

    def __pow__(self, other, modulo=None):
        other = _number(other)
        if other is None:
            return NotImplemented
        return _in_c(_power, self, other, modulo, getcontext())

    def __rpow__(self, other):
        other = _number(other)
        return NotImplemented if other is None else _in_c(_power, other, self, None, getcontext())

    def __eq__(self, other):
        order = _in_c(_order, self, other, False)
        return order if order is NotImplemented else order == 0

    def __ne__(self, other):
        order = _in_c(_order, self, other, False)
        return order if order is NotImplemented else order != 0

    def __lt__(self, other):
        order = _in_c(_order, self, other, True)
        return order if order is NotImplemented else order is not None and order < 0

    def __le__(self, other):
        order = _in_c(_order, self, other, True)
        return order if order is NotImplemented else order is not None and order <= 0

    def __gt__(self, other):
        order = _in_c(_order, self, other, True)
        return order if order is NotImplemented else order is not None and order > 0

    def __ge__(self, other):
        order = _in_c(_order, self, other, True)
        return order if order is NotImplemented else order is not None and order >= 0

    def __copy__(self):
        return self

    def __deepcopy__(self, memo, /):
        return self

    def __reduce__(self):
        return Decimal, (str(self),)

    @property
    def real(self):
        return self

    @property
    def imag(self):
        return _made(0, 0, 0)

    def conjugate(self):
        return self

    def adjusted(self):
        return 0 if _is_special(self) else self._exp + _digits(self._n) - 1

    def as_tuple(self):
        digits = tuple(int(c) for c in str(self._n))
        if _is_special(self):
            digits = (0,) if self._exp == _INFINITE else digits if self._n else ()
        return DecimalTuple(self._sign, digits, self._exp)

    def as_integer_ratio(self):
        return _in_c(_ratio, self)

    def canonical(self):
        return self

    def is_canonical(self):
        return True

    def is_finite(self):
        return not _is_special(self)

    def is_infinite(self):
        return self._exp == _INFINITE

    def is_nan(self):
        return self._exp in (_QUIET, _SIGNALING)

    def is_qnan(self):
        return self._exp == _QUIET

    def is_snan(self):
        return self._exp == _SIGNALING

    def is_signed(self):
        return bool(self._sign)

    def is_zero(self):
        return not _is_special(self) and self._n == 0

    def is_normal(self, context=None):
        return not _is_special(self) and self._n != 0 and (context or getcontext())._Emin <= self.adjusted()

    def is_subnormal(self, context=None):
        return not _is_special(self) and self._n != 0 and self.adjusted() < (context or getcontext())._Emin

    def number_class(self, context=None):
        if self.is_nan():
            return "NaN" if self._exp == _QUIET else "sNaN"
        sign = "-" if self._sign else "+"
        if self._exp == _INFINITE:
            return sign + "Infinity"
        if self._n == 0:
            return sign + "Zero"
        return sign + ("Subnormal" if self.is_subnormal(context) else "Normal")

    def radix(self):
        return Decimal(10)

    def copy_abs(self):
        return _made(0, self._n, self._exp)

    def copy_negate(self):
        return _made(1 - self._sign, self._n, self._exp)

    def copy_sign(self, other, context=None):
        return _made(_given(other)._sign, self._n, self._exp)

    def same_quantum(self, other, context=None):
        other = _given(other)
        if _is_special(self) or _is_special(other):
            return self.is_nan() and other.is_nan() or self.is_infinite() and other.is_infinite()
        return self._exp == other._exp

    def compare(self, other, context=None):
        context, other = context or getcontext(), _given(other)
        nan = _special(self, other, context)
        if nan is not None:
            return nan
        order = _compared(self, other)
        return _made(int(order < 0), abs(order), 0)

    def compare_total(self, other, context=None):
        x, y = _total_key(self), _total_key(_given(other))
        order = (x > y) - (x < y)
        return _made(int(order < 0), abs(order), 0)

    def max(self, other, context=None):
        return _in_c(_extreme, self, _given(other), context or getcontext(), 1)

    def min(self, other, context=None):
        return _in_c(_extreme, self, _given(other), context or getcontext(), -1)

    def quantize(self, exp, rounding=None, context=None):
        context = context or getcontext()
        if rounding is not None and rounding not in _ROUNDINGS:
            Context(rounding=rounding)
        return _in_c(_quantize, self, _given(exp), rounding or context._rounding, context)

    def normalize(self, context=None):
        return _in_c(_normalized, self, context or getcontext())

    def to_integral_value(self, rounding=None, context=None):
        context = context or getcontext()
        return _in_c(_integral, self, rounding or context._rounding, context, False)

    to_integral = to_integral_value

    def to_integral_exact(self, rounding=None, context=None):
        context = context or getcontext()
        return _in_c(_integral, self, rounding or context._rounding, context, True)

    def to_eng_string(self, context=None):
        return _in_c(_text, self, context, True)

    def sqrt(self, context=None):
        return _in_c(_sqrt, self, context or getcontext())

    def exp(self, context=None):
        return _in_c(_exp, self, context or getcontext())

    def ln(self, context=None):
        return _in_c(_ln, self, context or getcontext())

    def log10(self, context=None):
        return _in_c(_log10, self, context or getcontext())

    def logb(self, context=None):
        context = context or getcontext()
        if _is_special(self):
            return _special(self, self, context) or _made(0, 0, _INFINITE)
        if self._n == 0:
            _note(context, DivisionByZero)
            return _made(1, 0, _INFINITE)
        return _plus(Decimal(self.adjusted()), context)

    def fma(self, other, third, context=None):
        return _in_c(_fused, self, _given(other), _given(third), context or getcontext())

    def scaleb(self, other, context=None):
        context, other = context or getcontext(), _given(other)
        nan = _special(self, other, context)
        if nan is not None:
            return nan
        by = None if _is_special(other) or other._exp != 0 else -other._n if other._sign else other._n
        if by is None or abs(by) > 2 * (context._Emax + context._prec):
            return _nan(context, InvalidOperation)
        return self if _is_special(self) else _finish(self._sign, self._n, self._exp + by, context)

    def remainder_near(self, other, context=None):
        return _in_c(_remainder_near, self, _given(other), context or getcontext())


def _total_key(a):
    kind = {_INFINITE: 1, _SIGNALING: 2, _QUIET: 3}.get(a._exp, 0)
    if kind:
        key = (kind, a._n, 0, 0)
    else:
        adjusted = a._exp + _digits(a._n) if a._n else MIN_ETINY * 2
        key = (kind, adjusted, float(f"0.{a._n}"), a._exp)
    return (0, *(-part for part in key)) if a._sign else (1, *key)


def _extreme(a, b, context, wanted):
    _spend(60)
    if _is_special(a) or _is_special(b):
        if a._exp == _QUIET and b._exp not in (_QUIET, _SIGNALING):
            return _plus_exact(b, context) if not _is_special(b) else b
        if b._exp == _QUIET and a._exp not in (_QUIET, _SIGNALING):
            return _plus_exact(a, context) if not _is_special(a) else a
        nan = _special(a, b, context)
        if nan is not None:
            return nan
    order = _compared(a, b) or ((_total_key(a) > _total_key(b)) - (_total_key(a) < _total_key(b)))
    chosen = a if order * wanted >= 0 else b
    return chosen if _is_special(chosen) else _plus_exact(chosen, context)


def _normalized(a, context):
    _spend(80)
    if _is_special(a):
        return _special(a, a, context) or a
    made = _finish(a._sign, a._n, a._exp, context)
    if _is_special(made):
        return made
    if made._n == 0:
        return _made(made._sign, 0, 0)
    text = str(made._n)
    short = text.rstrip("0")
    most = context._Emax - context._prec + 1 if context._clamp else context._Emax
    drop = min(len(text) - len(short), most - made._exp)
    return _made(made._sign, int(text[: len(text) - drop]), made._exp + drop)


def _fused(a, b, c, context):
    _spend(150)
    if _is_special(a) or _is_special(b):
        nan = _special(a, b, context)
        if nan is not None:
            return nan
        product = _multiply(a, b, context)
    else:
        product = _made(a._sign ^ b._sign, a._n * b._n, a._exp + b._exp)
    return _add(product, c, context)


def _remainder_near(a, b, context):
    if _is_special(a) or _is_special(b) or b._n == 0:
        return _remainder(a, b, context)
    both = _whole_division(a, b, context)
    if both is None:
        return _nan(context, DivisionImpossible)
    q, r, exp = both
    unit = b._n * 10 ** (b._exp - exp) if b._exp >= exp else None
    sign = a._sign
    if unit is not None and (2 * r > unit or (2 * r == unit and q % 2)):
        r, sign = unit - r, 1 - sign
    return _finish(sign, r, exp, context)


def _grouped(whole, separator, width):
    """The digits of an integer with a separator between thousands, and zeros in front up to a width."""
    parts = []
    while True:
        group = whole[-3:]
        whole = whole[:-3]
        parts.append(group)
        used = sum(map(len, parts)) + len(parts) - 1
        if not whole:
            if used >= width:
                break
            missing = width - used
            room = 3 - len(group)
            parts[-1] = "0" * min(missing, room) + group
            missing -= min(missing, room)
            if missing <= 0:
                break
            whole = "0" * max(1, min(3, missing - 1))
    return separator.join(reversed(parts))


def _specification(spec):
    """Fill, alignment, sign, `z`, zero padding, width, separator, precision and type of a format."""
    fill, align, at = " ", "", 0
    if len(spec) > 1 and spec[1] in "<>=^":
        fill, align, at = spec[0], spec[1], 2
    elif spec[:1] and spec[0] in "<>=^":
        align, at = spec[0], 1
    given_align = bool(align)
    sign, zero, negative_zero = "-", False, False
    if spec[at : at + 1] and spec[at] in "+- ":
        sign, at = spec[at], at + 1
    if spec[at : at + 1] == "z":
        negative_zero, at = True, at + 1
    if spec[at : at + 1] == "0":
        if given_align:
            return None
        zero, fill, align, at = True, "0", "=", at + 1
    start = at
    while spec[at : at + 1].isdecimal():
        at += 1
    width = int(spec[start:at] or 0)
    separator = ""
    if spec[at : at + 1] == ",":
        separator, at = ",", at + 1
    precision = None
    if spec[at : at + 1] == ".":
        start = at = at + 1
        while spec[at : at + 1].isdecimal():
            at += 1
        if start == at:
            return None
        precision = int(spec[start:at])
    kind = spec[at:]
    if kind not in ("", "e", "E", "f", "F", "g", "G", "%"):
        return None
    return fill, align or ">", sign, negative_zero, zero, width, separator, precision, kind


def _formatted(self, spec):
    _spend(100)
    if not isinstance(spec, str):
        raise TypeError("format arg must be str")
    if not spec:
        return _text(self)
    parsed = _specification(spec)
    if parsed is None:
        raise ValueError("invalid format string")
    fill, align, sign_mode, no_negative_zero, zero, width, separator, precision, kind = parsed
    sign = self._sign
    if _is_special(self):
        body = _text(_made(0, self._n, self._exp))
        if kind == "%":
            body += "%"
        if zero:
            fill, align = " ", ">"
        mark = "-" if sign else sign_mode if sign_mode in "+ " and sign_mode != "-" else ""
        return _padded(mark, body, fill, align, width)
    capitals = getcontext()._capitals
    n, exp = self._n, self._exp
    rounding = getcontext()._rounding
    letter = "E" if (kind in ("E", "G") or kind == "" and capitals) else "e"
    if kind == "%":
        exp += 2
    if precision is not None:
        if kind in ("f", "F", "%"):
            if exp < -precision:
                n, _ = _cut(n, -precision - exp, sign, rounding)
                exp = -precision
            elif exp > -precision:
                n *= 10 ** (exp + precision)
                exp = -precision
        else:
            keep = precision + 1 if kind in ("e", "E") else precision or 1
            drop = _digits(n) - keep
            if drop > 0:
                n, _ = _cut(n, drop, sign, rounding)
                exp += drop
                if _digits(n) > keep:
                    n //= 10
                    exp += 1
    if n == 0 and exp > 0 and kind in ("f", "F", "%"):
        exp = 0
    if no_negative_zero and n == 0:
        sign = 0
    text = str(n)
    left = exp + len(text)
    if kind in ("e", "E"):
        point = 1
    elif kind in ("f", "F", "%"):
        point = left
        if exp > 0:
            text += "0" * exp
    elif exp <= 0 and left > -6:
        point = left
    else:
        point = 1
    if kind in ("e", "E") and precision is not None:
        if n == 0:
            left = 1 + exp + precision
            text = "0" * (precision + 1)
        else:
            text += "0" * (precision + 1 - len(text))
    if point <= 0:
        whole, part = "0", "0" * -point + text
    elif point >= len(text):
        whole, part = text + "0" * (point - len(text)), ""
    else:
        whole, part = text[:point], text[point:]
    tail = "." + part if part else ""
    if kind not in ("f", "F", "%") and left != point:
        tail += f"{letter}{left - point:+d}"
    elif kind in ("e", "E"):
        tail += f"{letter}+0"
    if kind == "%":
        tail += "%"
    mark = "-" if sign else sign_mode if sign_mode != "-" else ""
    if separator or zero:
        room = width - len(mark) - len(tail) if zero else 0
        if separator:
            whole = _grouped(whole, separator, room)
        else:
            whole = "0" * (room - len(whole)) + whole
    return _padded(mark, whole + tail, fill, align, width)


def _padded(mark, body, fill, align, width):
    missing = width - len(mark) - len(body)
    if missing <= 0:
        return mark + body
    if align == "<":
        return mark + body + fill * missing
    if align == "=":
        return mark + fill * missing + body
    if align == "^":
        return fill * (missing // 2) + mark + body + fill * (missing - missing // 2)
    return fill * missing + mark + body


DefaultContext = None
DefaultContext = Context()
BasicContext = Context(prec=9, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow, Underflow, Clamped], flags=[])
ExtendedContext = Context(prec=9, rounding=ROUND_HALF_EVEN, traps=[], flags=[])
_current = _ContextVar("decimal_context")


def getcontext():
    context = _current.get(None)
    if context is None:
        context = DefaultContext.copy()
        _current.set(context)
    return context


def setcontext(context, /):
    if not isinstance(context, Context):
        raise TypeError("optional argument must be a context")
    if context in (DefaultContext, BasicContext, ExtendedContext):
        context = context.copy()
        context.clear_flags()
    _current.set(context)


class _Local:
    def __init__(self, context):
        self._context = context

    def __enter__(self):
        self._before = getcontext()
        setcontext(self._context)
        return self._context

    def __exit__(self, *args):
        setcontext(self._before)


_Local.__name__ = _Local.__qualname__ = "ContextManager"


def localcontext(ctx=None, **kwargs):
    for name in kwargs:
        if name not in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"):
            raise TypeError(f"this function got an unexpected keyword argument '{name}'")
    if ctx is None:
        ctx = getcontext()
    elif not isinstance(ctx, Context):
        raise TypeError("optional argument must be a context")
    context = ctx.copy()
    for name, value in kwargs.items():
        setattr(context, name, value)
    return _Local(context)


_numbers.Number.register(Decimal)
