# fractions

import numbers as _numbers
from math import gcd as _gcd

def _parsed(text):
    """Numerator and denominator of a text, or `None`."""
    text = text.strip()
    sign = -1 if text.startswith("-") else 1
    text = text[1:] if text[:1] in ("-", "+") else text
    top, slash, bottom = text.partition("/")
    top, bottom = top.replace("_", ""), bottom.replace("_", "")
    if slash:
        top, bottom = top.rstrip(), bottom.lstrip()
        return (sign * int(top), int(bottom)) if top.isdecimal() and bottom.isdecimal() else None
    number, mark, power = top.lower().partition("e")
    if mark and not (power[1:] if power[:1] in ("-", "+") else power).isdecimal():
        return None
    whole, _, part = number.partition(".")
    if not (whole + part).isdecimal():
        return None
    exp = int(power or 0) - len(part)
    top = sign * int(whole + part)
    return (top * 10**exp, 1) if exp >= 0 else (top, 10**-exp)


class Fraction:
    __slots__ = ("_numerator", "_denominator")

    def __new__(cls, numerator=0, denominator=None):
        self = object.__new__(cls)
        if denominator is None:
            if type(numerator) is int:
                self._numerator, self._denominator = numerator, 1
                return self
            if isinstance(numerator, (int, Fraction)):
                self._numerator, self._denominator = int(numerator.numerator), int(numerator.denominator)
                return self
            if isinstance(numerator, str):
                parts = _parsed(numerator)
                if parts is None:
                    raise ValueError(f"Invalid literal for Fraction: {numerator!r}")
                numerator, denominator = parts
            elif hasattr(numerator, "as_integer_ratio"):
                self._numerator, self._denominator = numerator.as_integer_ratio()
                return self
            else:
                raise TypeError("argument should be a string or a Rational instance")
        elif isinstance(numerator, (int, Fraction)) and isinstance(denominator, (int, Fraction)):
            numerator, denominator = (
                numerator.numerator * denominator.denominator,
                denominator.numerator * numerator.denominator,
            )
        else:
            raise TypeError("both arguments should be Rational instances")
        if denominator == 0:
            raise ZeroDivisionError(f"Fraction({numerator}, 0)")
        common = _gcd(numerator, denominator)
        common = -common if denominator < 0 else common
        self._numerator, self._denominator = numerator // common, denominator // common
        return self

    @classmethod
    def from_float(cls, f):
        return cls(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        return cls(*dec.as_integer_ratio())

    @property
    def numerator(self):
        return self._numerator

    @property
    def denominator(self):
        return self._denominator

    def is_integer(self):
        return self._denominator == 1

    def as_integer_ratio(self):
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        if 2 * d * (q0 + k * q1) <= self._denominator:
            return Fraction(p1, q1)
        return Fraction(p0 + k * p1, q0 + k * q1)

    def __repr__(self):
        return f"{type(self).__name__}({self._numerator}, {self._denominator})"

    def __str__(self):
        return str(self._numerator) if self._denominator == 1 else f"{self._numerator}/{self._denominator}"

    def __format__(self, spec):
        if not spec:
            return str(self)
        if spec[-1:] not in "eEfFgG%":
            raise ValueError(f"Invalid format specifier {spec!r} for object of type {type(self).__name__!r}")
        from decimal import Context, Decimal

        digits = len(str(abs(self._numerator))) + len(str(self._denominator)) + 60
        return format(Context(prec=digits).divide(Decimal(self._numerator), Decimal(self._denominator)), spec)

    def _with(self, other, operation, real):
        """What an operation gives with an integer or a fraction, or as floats."""
        if isinstance(other, (int, Fraction)):
            return operation(self._numerator, self._denominator, other.numerator, other.denominator)
        return real(float(self), other) if isinstance(other, float) else NotImplemented

    def __add__(self, other):
        return self._with(other, lambda a, b, c, d: Fraction(a * d + c * b, b * d), lambda x, y: x + y)

    __radd__ = __add__

    def __sub__(self, other):
        return self._with(other, lambda a, b, c, d: Fraction(a * d - c * b, b * d), lambda x, y: x - y)

    def __rsub__(self, other):
        return self._with(other, lambda a, b, c, d: Fraction(c * b - a * d, b * d), lambda x, y: y - x)

    def __mul__(self, other):
        return self._with(other, lambda a, b, c, d: Fraction(a * c, b * d), lambda x, y: x * y)

    __rmul__ = __mul__

    def __truediv__(self, other):
        return self._with(other, lambda a, b, c, d: Fraction(a * d, b * c), lambda x, y: x / y)

    def __rtruediv__(self, other):
        return self._with(other, lambda a, b, c, d: Fraction(c * b, d * a), lambda x, y: y / x)

    def __floordiv__(self, other):
        return self._with(other, lambda a, b, c, d: (a * d) // (b * c), lambda x, y: x // y)

    def __rfloordiv__(self, other):
        return self._with(other, lambda a, b, c, d: (c * b) // (d * a), lambda x, y: y // x)

    def __mod__(self, other):
        return self._with(other, lambda a, b, c, d: Fraction((a * d) % (c * b), b * d), lambda x, y: x % y)

    def __rmod__(self, other):
        return self._with(other, lambda a, b, c, d: Fraction((c * b) % (a * d), b * d), lambda x, y: y % x)

    def __divmod__(self, other):
        quotient = self // other
        return quotient if quotient is NotImplemented else (quotient, self % other)

    def __pow__(self, other):
        if isinstance(other, (int, Fraction)):
            if other.denominator != 1:
                return float(self) ** float(other)
            n = other.numerator
            if n >= 0:
                return Fraction(self._numerator**n, self._denominator**n)
            if self._numerator == 0:
                raise ZeroDivisionError(f"Fraction({self._denominator ** -n}, 0)")
            return Fraction(self._denominator**-n, self._numerator**-n)
        return float(self) ** other if isinstance(other, float) else NotImplemented

    def __rpow__(self, other):
        if self._denominator == 1 and self._numerator >= 0:
            return other**self._numerator
        return other ** float(self)

    def __pos__(self):
        return Fraction(self)

    def __neg__(self):
        return Fraction(-self._numerator, self._denominator)

    def __abs__(self):
        return Fraction(abs(self._numerator), self._denominator)

    def __int__(self):
        return -(-self._numerator // self._denominator) if self._numerator < 0 else self._numerator // self._denominator

    __trunc__ = __int__

    def __float__(self):
        return self._numerator / self._denominator

    def __floor__(self):
        return self._numerator // self._denominator

    def __ceil__(self):
        return -(-self._numerator // self._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            whole, rest = divmod(self._numerator, self._denominator)
            twice = 2 * rest
            up = twice > self._denominator or (twice == self._denominator and whole % 2 == 1)
            return whole + 1 if up else whole
        shift = 10 ** abs(ndigits)
        if ndigits > 0:
            return Fraction(round(self * shift), shift)
        return Fraction(round(self / shift) * shift)

    def __hash__(self):
        prime = 2**61 - 1
        below = self._denominator % prime
        if below == 0:
            value = 314159
        else:
            value = hash(hash(abs(self._numerator)) * pow(below, prime - 2, prime) % prime)
        value = -value if self._numerator < 0 else value
        return -2 if value == -1 else value

    def _compared(self, other):
        """The sign of the difference, or `NotImplemented`."""
        if isinstance(other, (int, Fraction)):
            difference = self._numerator * other.denominator - other.numerator * self._denominator
            return (difference > 0) - (difference < 0)
        if isinstance(other, float):
            if other != other:
                return None
            if other in (float("inf"), float("-inf")):
                return -1 if other > 0 else 1
            return self._compared(Fraction(other))
        return NotImplemented

    def __eq__(self, other):
        order = self._compared(other)
        return order if order is NotImplemented else order == 0

    def __lt__(self, other):
        order = self._compared(other)
        return order if order is NotImplemented else order is not None and order < 0

    def __le__(self, other):
        order = self._compared(other)
        return order if order is NotImplemented else order is not None and order <= 0

    def __gt__(self, other):
        order = self._compared(other)
        return order if order is NotImplemented else order is not None and order > 0

    def __ge__(self, other):
        order = self._compared(other)
        return order if order is NotImplemented else order is not None and order >= 0

    def __bool__(self):
        return self._numerator != 0

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return Fraction, (self._numerator, self._denominator)


_numbers.Rational.register(Fraction)
