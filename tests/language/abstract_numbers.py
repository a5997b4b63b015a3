# numbers: which types count as which.
from decimal import Decimal
from fractions import Fraction
import numbers

for value in (1, True, 1.5, 2j, Fraction(1, 2), Decimal("1.5"), "1", None):
    kinds = [k.__name__ for k in (numbers.Number, numbers.Complex, numbers.Real, numbers.Rational, numbers.Integral)]
    print(repr(value), [k for k in kinds if isinstance(value, getattr(numbers, k))])
print(issubclass(int, numbers.Rational), issubclass(numbers.Real, numbers.Number), [k.__name__ for k in numbers.Integral.__mro__])


class Half(numbers.Rational):
    pass


try:
    Half()
except TypeError as e:
    print(str(e)[:60])
