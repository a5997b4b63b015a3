# statistics. Sums are exact, as in CPython: floats and integers are added as fractions with a power of two below.

from _trace import in_c as _in_c, spend as _spend
from math import fsum


class StatisticsError(ValueError):
    pass


def _exact(value):
    if isinstance(value, int):
        return int(value), 1
    try:
        return value.as_integer_ratio()
    except AttributeError:
        raise TypeError(f"can't convert type '{type(value).__name__}' to numerator/denominator") from None


def _total(data):
    """The exact sum of numbers as numerator and denominator, whether all are integers, and how many there are."""
    top, bottom, whole, count = 0, 1, True, 0
    for value in data:
        a, b = _exact(value)
        whole = whole and isinstance(value, int)
        if b > bottom:
            top, bottom = top * (b // bottom), b
        top += a * (bottom // b)
        count += 1
    _spend(900 * count)
    return top, bottom, whole, count


def _ratio(top, bottom, whole):
    if whole and top % bottom == 0:
        return top // bottom
    return top / bottom


def _mean(data):
    top, bottom, whole, count = _total(data)
    if count < 1:
        raise StatisticsError("mean requires at least one data point")
    return _ratio(top, bottom * count, whole)


def mean(data):
    return _in_c(_mean, list(data))


def fmean(data, weights=None):
    data = list(data)
    if weights is None:
        if not data:
            raise StatisticsError("fmean requires at least one data point")
        return fsum(data) / len(data)
    weights = list(weights)
    if len(data) != len(weights):
        raise StatisticsError("data and weights must be the same length")
    total = fsum(weights)
    if not total:
        raise StatisticsError("sum of weights must be non-zero")
    return fsum([a * b for a, b in zip(data, weights)]) / total


def median(data):
    data = sorted(data)
    n = len(data)
    if n == 0:
        raise StatisticsError("no median for empty data")
    if n % 2 == 1:
        return data[n // 2]
    return (data[n // 2 - 1] + data[n // 2]) / 2


def median_low(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[(len(data) - 1) // 2]


def median_high(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[len(data) // 2]


def _counts(data):
    counts = {}
    for value in data:
        counts[value] = counts.get(value, 0) + 1
    return counts


def mode(data):
    counts = _counts(data)
    if not counts:
        raise StatisticsError("no mode for empty data")
    return max(counts, key=counts.get)


def multimode(data):
    counts = _counts(data)
    most = max(counts.values(), default=0)
    return [value for value, count in counts.items() if count == most]


def quantiles(data, *, n=4, method="exclusive"):
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(data)
    size = len(data)
    if size < 2:
        from _trace import version

        if size < 1 or version() < (3, 13):
            more = "at least one data point" if version() >= (3, 13) else "at least two data points"
            raise StatisticsError("must have " + more)
        return data * (n - 1)
    if method == "inclusive":
        parts = [divmod(i * (size - 1), n) for i in range(1, n)]
        return [(data[j] * (n - delta) + data[j + 1] * delta) / n for j, delta in parts]
    if method != "exclusive":
        raise ValueError(f"Unknown method: {method!r}")
    result = []
    for i in range(1, n):
        j = min(max(i * (size + 1) // n, 1), size - 1)
        delta = i * (size + 1) - j * n
        result.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
    return result


def _squares(data, center, what, least):
    """The sum of squared distances as numerator and denominator, and how many numbers there are."""
    top, bottom, whole, count = _total(data)
    if count < least:
        few = "two data points" if least == 2 else "one data point"
        raise StatisticsError(f"{what} requires at least {few}")
    if center is not None:
        top, bottom = _exact(center)
    else:
        bottom *= count
    over, under = 0, 1
    for value in data:
        a, b = _exact(value)
        if b > under:
            over, under = over * (b // under) ** 2, b
        # (a / b - top / bottom) squared has the denominator (b * bottom) squared; the part of `bottom` is left out here.
        over += (a * bottom - top * b) ** 2 * (under // b) ** 2
    _spend(700 * count)
    return over, under * under * bottom * bottom, whole, count


def _variance(data, center, what, least):
    over, under, whole, count = _squares(data, center, what, least)
    return _ratio(over, under * (count - least + 1), whole)


def variance(data, xbar=None):
    return _in_c(_variance, list(data), xbar, "variance", 2)


def pvariance(data, mu=None):
    return _in_c(_variance, list(data), mu, "pvariance", 1)


def _root(over, under):
    """The square root of a fraction, correctly rounded."""
    from math import isqrt

    if over == 0:
        return 0.0
    shift = (over.bit_length() - under.bit_length() - 109) // 2
    if shift >= 0:
        n, m = over, under << 2 * shift
    else:
        n, m = over << -2 * shift, under
    a = isqrt(n // m)
    root = a | (a * a * m != n)
    return float(root << shift) if shift >= 0 else root / (1 << -shift)


def _deviation(data, center, what, least):
    over, under, _, count = _squares(data, center, what, least)
    return _root(over, under * (count - least + 1))


def stdev(data, xbar=None):
    return _in_c(_deviation, list(data), xbar, "stdev", 2)


def pstdev(data, mu=None):
    return _in_c(_deviation, list(data), mu, "pstdev", 1)


def harmonic_mean(data, weights=None):
    data = list(data)
    weights = [1] * len(data) if weights is None else list(weights)
    if not data:
        raise StatisticsError("harmonic_mean requires at least one data point")
    if len(weights) != len(data):
        raise StatisticsError("Number of weights does not match data size")
    if any(value < 0 for value in data):
        raise StatisticsError("harmonic mean does not support negative values")
    if 0 in data:
        return 0
    if len(data) == 1 and isinstance(data[0], (int, float)):
        return data[0]
    top, bottom, _, _ = _total([weight / value if weight else 0 for value, weight in zip(data, weights)])
    return sum(weights) * bottom / top
