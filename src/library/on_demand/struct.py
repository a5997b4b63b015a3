# struct: integers and bytes as they lie in memory. Floats are refused.

from _trace import limit

_SIZES = {"b": 1, "B": 1, "?": 1, "h": 2, "H": 2, "i": 4, "I": 4, "l": 8, "L": 8, "q": 8, "Q": 8, "n": 8, "N": 8, "x": 1, "c": 1, "s": 1}


class error(Exception):
    pass


def _parsed(format):
    # Byte order, and (count, letter, size, padding before it) of each item.
    format = format.decode() if isinstance(format, bytes) else format
    mode = format[0] if format[:1] in ("@", "=", "<", ">", "!") and format else "@"
    items, count, at = [], "", 0
    for letter in format.lstrip("@=<>!"):
        if letter.isspace():
            continue
        if letter.isdigit():
            count += letter
            continue
        if letter in "efd":
            limit("struct with floats is not part of Loopscope")
        if letter not in _SIZES:
            raise error("bad char in struct format")
        size = _SIZES[letter]
        if mode != "@" and letter in "lL":
            size = 4
        padding = -at % size if mode == "@" else 0
        number = int(count or 1)
        items.append((number, letter, size, padding))
        at += padding + number * size
        count = ""
    return ("big" if mode in ">!" else "little"), items, at


def calcsize(format):
    return _parsed(format)[2]


def _one(value, letter, size, order):
    if letter == "c":
        if not isinstance(value, bytes) or len(value) != 1:
            raise error("char format requires a bytes object of length 1")
        return value
    if letter == "?":
        return bytes([bool(value)])
    if not isinstance(value, int):
        raise error("required argument is not an integer")
    signed = letter.islower()
    low, high = (-(1 << 8 * size - 1), (1 << 8 * size - 1) - 1) if signed else (0, (1 << 8 * size) - 1)
    if not low <= value <= high:
        raise error(f"'{letter}' format requires {low} <= number <= {high}")
    return value.to_bytes(size, order, signed=signed)


def pack(format, *values):
    order, items, _ = _parsed(format)
    expected = sum(0 if letter == "x" else 1 if letter == "s" else count for count, letter, _, _ in items)
    if len(values) != expected:
        raise error(f"pack expected {expected} items for packing (got {len(values)})")
    values, pieces = iter(values), []
    for count, letter, size, padding in items:
        pieces.append(b"\0" * padding)
        if letter == "x":
            pieces.append(b"\0" * count)
        elif letter == "s":
            pieces.append(bytes(next(values))[:count].ljust(count, b"\0"))
        else:
            pieces += [_one(next(values), letter, size, order) for _ in range(count)]
    return b"".join(pieces)


def unpack(format, buffer):
    order, items, size = _parsed(format)
    data = bytes(buffer)
    if len(data) != size:
        raise error(f"unpack requires a buffer of {size} bytes")
    found, at = [], 0
    for count, letter, size, padding in items:
        at += padding
        if letter == "s":
            found.append(data[at : at + count])
            at += count
            continue
        for _ in range(count):
            piece = data[at : at + size]
            at += size
            if letter == "c":
                found.append(piece)
            elif letter == "?":
                found.append(piece != b"\0")
            elif letter != "x":
                found.append(int.from_bytes(piece, order, signed=letter.islower()))
    return tuple(found)


def unpack_from(format, /, buffer, offset=0):
    return unpack(format, bytes(buffer)[offset : offset + calcsize(format)])


def pack_into(format, buffer, offset, *values):
    data = pack(format, *values)
    buffer[offset : offset + len(data)] = data


def iter_unpack(format, buffer):
    data, size = bytes(buffer), calcsize(format)
    for at in range(0, len(data), size):
        yield unpack(format, data[at : at + size])


class Struct:
    def __init__(self, format):
        self.format = format
        self.size = calcsize(format)

    def pack(self, *values):
        return pack(self.format, *values)

    def unpack(self, buffer):
        return unpack(self.format, buffer)

    def unpack_from(self, buffer, offset=0):
        return unpack_from(self.format, buffer, offset)

    def pack_into(self, buffer, offset, *values):
        pack_into(self.format, buffer, offset, *values)

    def iter_unpack(self, buffer):
        return iter_unpack(self.format, buffer)
