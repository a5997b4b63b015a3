# base64

_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)}


def _bytes(s):
    if isinstance(s, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    return bytes(s)


def b64encode(s, altchars=None):
    data, letters = _bytes(s), []
    for i in range(0, len(data), 3):
        group = data[i : i + 3]
        number = int.from_bytes(group + b"\0" * (3 - len(group)), "big")
        coded = [_LETTERS[number >> shift & 63] for shift in (18, 12, 6, 0)]
        letters += coded[: len(group) + 1] + [61] * (3 - len(group))
    if altchars is not None:
        letters = [{43: altchars[0], 47: altchars[1]}.get(letter, letter) for letter in letters]
    return bytes(letters)


def b64decode(s, altchars=None, validate=False):
    data = s.encode("ascii") if isinstance(s, str) else bytes(s)
    if altchars is not None:
        altchars = altchars.encode() if isinstance(altchars, str) else altchars
        data = bytes({altchars[0]: 43, altchars[1]: 47}.get(letter, letter) for letter in data)
    values = [_VALUES[letter] for letter in data if letter in _VALUES]
    padding = data.count(b"=")
    if len(values) % 4 == 1:
        raise ValueError(
            f"Invalid base64-encoded string: number of data characters ({len(values)}) cannot be 1 more than a multiple of 4"
        )
    if (len(values) + padding) % 4:
        raise ValueError("Incorrect padding")
    found = []
    for i in range(0, len(values), 4):
        group = values[i : i + 4]
        number = 0
        for value in group + [0] * (4 - len(group)):
            number = number << 6 | value
        found.append(number.to_bytes(3, "big")[: len(group) - 1])
    return b"".join(found)


standard_b64encode, standard_b64decode = b64encode, b64decode


def urlsafe_b64encode(s):
    return b64encode(s, b"-_")


def urlsafe_b64decode(s):
    return b64decode(s, b"-_")


def b16encode(s):
    return _bytes(s).hex().upper().encode()


def b16decode(s, casefold=False):
    return bytes.fromhex(s if isinstance(s, str) else s.decode())
