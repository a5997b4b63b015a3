# _complex: complex numbers. `3j` in a program is the name "3.0j" of this module.

import math
from _trace import in_c, spend, version

# What an operation costs in CPython, in nanoseconds.
_COST = 35


def _text(x):
    text = repr(x)
    return text[:-2] if text.endswith(".0") else text


def _parts(value):
    # Real and imaginary part of a number, or None.
    if isinstance(value, complex):
        return value.real, value.imag
    if isinstance(value, (int, float)):
        return float(value), 0.0
    return None


def _parsed(text):
    text = text.strip()
    if text[:1] == "(" and text[-1:] == ")":
        text = text[1:-1].strip()
    if text[-1:] not in "jJ" or not text:
        return float(text), 0.0
    body = text[:-1]
    cut = max(body.rfind("+"), body.rfind("-"))
    while cut > 0 and body[cut - 1] in "eE":
        cut = max(body.rfind("+", 0, cut), body.rfind("-", 0, cut))
    real, imaginary = (body[:cut], body[cut:]) if cut > 0 else ("", body)
    if imaginary in ("", "+", "-"):
        imaginary += "1"
    return float(real or 0), float(imaginary)


def _operator(compute):
    def work(a, b):
        spend(_COST)
        other = _parts(b)
        return NotImplemented if other is None else _made(*compute(a.real, a.imag, *other))

    def swapped(a, b):
        spend(_COST)
        other = _parts(b)
        return NotImplemented if other is None else _made(*compute(*other, a.real, a.imag))

    return (lambda self, other: in_c(work, self, other)), (lambda self, other: in_c(swapped, self, other))


def _divide(a, b, c, d):
    if c == d == 0.0:
        raise ZeroDivisionError("division by zero" if version() >= (3, 14) else "complex division by zero")
    # By the larger part, so that nothing overflows.
    if abs(c) >= abs(d):
        ratio = d / c
        bottom = c + d * ratio
        return (a + b * ratio) / bottom, (b - a * ratio) / bottom
    ratio = c / d
    bottom = c * ratio + d
    return (a * ratio + b) / bottom, (b * ratio - a) / bottom


def _power(a, b, c, d):
    if c == d == 0.0:
        return 1.0, 0.0
    if a == b == 0.0:
        if d != 0.0 or c < 0.0:
            raise ZeroDivisionError("zero to a negative or complex power")
        return 0.0, 0.0
    if d == 0.0 and c == int(c) and abs(c) <= 100:
        real, imaginary = 1.0, 0.0
        square_real, square_imaginary = a, b
        n = abs(int(c))
        while n:
            if n & 1:
                real, imaginary = _multiply(real, imaginary, square_real, square_imaginary)
            square_real, square_imaginary = _multiply(square_real, square_imaginary, square_real, square_imaginary)
            n >>= 1
        return (real, imaginary) if c > 0 else _divide(1.0, 0.0, real, imaginary)
    size, angle = math.hypot(a, b), math.atan2(b, a)
    length = size**c
    turn = angle * c
    if d != 0.0:
        length /= math.exp(angle * d)
        turn += d * math.log(size)
    return length * math.cos(turn), length * math.sin(turn)


def _multiply(a, b, c, d):
    return a * c - b * d, a * d + b * c


class complex:
    __slots__ = ("real", "imag")

    def __new__(cls, real=0, imag=None):
        if isinstance(real, str):
            if imag is not None:
                raise TypeError("complex() can't take second arg if first is a string")
            try:
                parts = _parsed(real)
            except ValueError:
                raise ValueError("complex() arg is a malformed string") from None
            return _made(*parts, cls)
        if hasattr(real, "__complex__") and not isinstance(real, complex):
            real = real.__complex__()
        first, second = _parts(real), (0.0, 0.0) if imag is None else _parts(imag)
        if first is None:
            raise TypeError(f"complex() first argument must be a string or a number, not '{type(real).__name__}'")
        if second is None:
            raise TypeError(f"complex() second argument must be a number, not '{type(imag).__name__}'")
        if imag is None:
            return _made(*first, cls)
        # Parts of its own are added only where there are some.
        real_part = first[0] - second[1] if isinstance(imag, complex) else first[0]
        return _made(real_part, first[1] + second[0] if isinstance(real, complex) else second[0], cls)

    __add__, __radd__ = _operator(lambda a, b, c, d: (a + c, b + d))
    __sub__, __rsub__ = _operator(lambda a, b, c, d: (a - c, b - d))
    __mul__, __rmul__ = _operator(_multiply)
    __truediv__, __rtruediv__ = _operator(_divide)
    __pow__, __rpow__ = _operator(_power)

    def __neg__(self):
        return _made(-self.real, -self.imag)

    def __pos__(self):
        return self

    def __abs__(self):
        return math.hypot(self.real, self.imag)

    def __bool__(self):
        return self.real != 0.0 or self.imag != 0.0

    def __eq__(self, other):
        parts = _parts(other)
        return NotImplemented if parts is None else (self.real, self.imag) == parts

    def __hash__(self):
        return hash(self.real) if self.imag == 0.0 else hash((self.real, self.imag))

    def __complex__(self):
        return self

    def __setattr__(self, name, value):
        if name in ("real", "imag"):
            raise AttributeError("readonly attribute")
        raise AttributeError(f"'complex' object has no attribute '{name}'")

    def conjugate(self):
        return _made(self.real, -self.imag)

    def __repr__(self):
        imaginary = _text(self.imag)
        if self.real == 0.0 and math.copysign(1.0, self.real) > 0:
            return f"{imaginary}j"
        return f"({_text(self.real)}{'' if imaginary[0] in '+-' else '+'}{imaginary}j)"

    def __format__(self, spec):
        if not spec:
            return str(self)
        if spec[-1] not in "eEfFgGn":
            return f"{self!s:{spec}}"
        real, imaginary = format(self.real, spec), format(self.imag, spec)
        return f"{real}{'' if imaginary[0] in '+-' else '+'}{imaginary}j"

    def __int__(self):
        raise TypeError("int() argument must be a string, a bytes-like object or a real number, not 'complex'")

    def __float__(self):
        raise TypeError("float() argument must be a string or a real number, not 'complex'")


complex.__module__ = "builtins"
_set = object.__setattr__


def _made(real, imag, cls=complex):
    number = object.__new__(cls)
    _set(number, "real", real)
    _set(number, "imag", imag)
    return number


def __getattr__(name):
    if name[-1:] != "j":
        raise AttributeError(f"module '_complex' has no attribute '{name}'")
    return _made(0.0, float(name[:-1]))
