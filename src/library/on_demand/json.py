# json. What CPython does in C is written to be called with `_in_c`; costs are those of `json.dumps` and `json.loads` of ten
# thousand items each in CPython 3.13: see `src/costs.rs`, "Library calls".

from _trace import in_c as _in_c, in_python as _in_python, spend as _spend, version as _version

_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_LONG = {value[1]: key for key, value in _SHORT.items()}
_LONG["/"] = "/"
_SPACE = " \t\n\r"


class JSONDecodeError(ValueError):
    __module__ = "json.decoder"

    def __init__(self, msg, doc, pos):
        self.msg, self.doc, self.pos = msg, doc, pos
        self.lineno = doc.count("\n", 0, pos) + 1
        self.colno = pos - doc.rfind("\n", 0, pos)
        ValueError.__init__(self, f"{msg}: line {self.lineno} column {self.colno} (char {pos})")

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


# Writing


def _quote(text, ascii_only):
    _spend(30 + 2 * len(text))
    if text.isalnum() and text.isascii():
        return '"' + text + '"'
    parts = ['"']
    for letter in text:
        if letter in _SHORT:
            parts.append(_SHORT[letter])
        elif letter < " " or (ascii_only and letter > "~"):
            code = ord(letter)
            if code > 0xFFFF:
                code -= 0x10000
                parts.append(f"\\u{0xD800 | code >> 10:04x}\\u{0xDC00 | code & 0x3FF:04x}")
            else:
                parts.append(f"\\u{code:04x}")
        else:
            parts.append(letter)
    parts.append('"')
    return "".join(parts)


class _Writer:
    """One value on its way into text."""

    def __init__(self, encoder):
        self.encoder = encoder
        self.ascii_only = encoder.ensure_ascii
        self.default = encoder.default
        self.indent = encoder.indent
        self.comma, self.colon = encoder.item_separator, encoder.key_separator
        self.open = {} if encoder.check_circular else None
        self.out = []

    def number(self, value):
        _spend(310)
        if value == value and value not in (float("inf"), float("-inf")):
            return float.__repr__(value)
        if not self.encoder.allow_nan:
            raise ValueError("Out of range float values are not JSON compliant: " + float.__repr__(value))
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"

    def plain(self, value):
        """The text of a value that is no container, or None."""
        if isinstance(value, str):
            return _quote(value, self.ascii_only)
        if value is None or value is True or value is False:
            _spend(12)
            return "null" if value is None else "true" if value else "false"
        if isinstance(value, int):
            _spend(65)
            return int.__repr__(value)
        if isinstance(value, float):
            return self.number(value)
        return None

    def key(self, key):
        if isinstance(key, str):
            return _quote(key, self.ascii_only)
        if key is None or isinstance(key, (int, float)):
            return _quote(self.plain(key), self.ascii_only)
        if self.encoder.skipkeys:
            return None
        raise TypeError(f"keys must be str, int, float, bool or None, not {type(key).__name__}")

    def write(self, value, depth):
        text = self.plain(value)
        if text is not None:
            self.out.append(text)
            return
        if isinstance(value, (list, tuple)):
            self.enter(value)
            self.sequence(value, depth)
        elif isinstance(value, dict):
            self.enter(value)
            self.mapping(value, depth)
        else:
            self.enter(value)
            _spend(100)
            self.write(_in_python(self.default, value), depth)
        if self.open is not None:
            self.open.pop(id(value), None)

    def enter(self, value):
        if self.open is not None:
            if id(value) in self.open:
                raise ValueError("Circular reference detected")
            self.open[id(value)] = value

    def breaks(self, depth):
        """What stands before the first item, between items and after the last one."""
        if self.indent is None:
            return "", self.comma, ""
        line = "\n" + self.indent * (depth + 1)
        return line, self.comma + line, "\n" + self.indent * depth

    def sequence(self, items, depth):
        _spend(22)
        if not items:
            self.out.append("[]")
            return
        _spend(80)
        first, between, last = self.breaks(depth)
        before = "[" + first
        for item in items:
            self.out.append(before)
            self.write(item, depth + 1)
            before = between
        self.out.append(last + "]")

    def mapping(self, items, depth):
        _spend(30)
        if not items:
            self.out.append("{}")
            return
        _spend(30)
        first, between, last = self.breaks(depth)
        before = "{" + first
        pairs = items.items()
        if self.encoder.sort_keys:
            _spend(60 * len(items))
            pairs = sorted(pairs)
        for key, value in pairs:
            key = self.key(key)
            if key is None:
                continue
            self.out.append(before)
            self.out.append(key)
            self.out.append(self.colon)
            self.write(value, depth + 1)
            before = between
        if before != between:
            self.out.append("{")
            last = ""
        self.out.append(last + "}")


def _text_of(encoder, value):
    writer = _Writer(encoder)
    writer.write(value, 0)
    return "".join(writer.out)


class JSONEncoder:
    __module__ = "json.encoder"
    item_separator = ", "
    key_separator = ": "

    def __init__(
        self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False, indent=None,
        separators=None, default=None,
    ):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = " " * indent if isinstance(indent, int) else indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        return _in_c(_text_of, self, o)

    def iterencode(self, o, _one_shot=False):
        yield self.encode(o)


_plain_encoder = JSONEncoder()


def dumps(
    obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None, separators=None,
    default=None, sort_keys=False, **kw,
):
    _spend(1200)
    if (
        not skipkeys and ensure_ascii and check_circular and allow_nan and cls is None and indent is None
        and separators is None and default is None and not sort_keys and not kw
    ):
        return _plain_encoder.encode(obj)
    _spend(1000)
    if cls is None:
        cls = JSONEncoder
    return cls(
        skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular, allow_nan=allow_nan, indent=indent,
        separators=separators, default=default, sort_keys=sort_keys, **kw,
    ).encode(obj)


def dump(obj, fp, **kw):
    fp.write(dumps(obj, **kw))


# Reading


class _Reader:
    """A text on its way into a value. What reads begins at a position and gives its value and the position after it."""

    def __init__(self, decoder, text):
        self.decoder = decoder
        self.text = text
        self.end = len(text)
        self.keys = {}

    def blank(self, at):
        text, end = self.text, self.end
        while at < end and text[at] in _SPACE:
            at += 1
        return at

    def value(self, at):
        text = self.text
        letter = text[at] if at < self.end else ""
        if letter == '"':
            return self.string(at + 1)
        if letter == "{":
            return self.mapping(at + 1)
        if letter == "[":
            return self.sequence(at + 1)
        if letter == "-" or "0" <= letter <= "9":
            found = self.number(at)
            if found is not None:
                return found
        for word, value in _WORDS:
            if letter and text.startswith(word, at):
                _spend(11)
                if value is None or value is True or value is False:
                    return value, at + len(word)
                return _in_python(self.decoder.parse_constant, word), at + len(word)
        raise StopIteration(at)

    def digits(self, at):
        text, end = self.text, self.end
        while at < end and "0" <= text[at] <= "9":
            at += 1
        return at

    def number(self, at):
        text, start = self.text, at
        if text[at] == "-":
            at += 1
        after = at + 1 if text[at : at + 1] == "0" else self.digits(at)
        if after == at:
            return None
        at, is_float = after, False
        if text[at : at + 1] == "." and self.digits(at + 1) > at + 1:
            at, is_float = self.digits(at + 1), True
        if text[at : at + 1] in ("e", "E"):
            sign = at + 2 if text[at + 1 : at + 2] in ("+", "-") else at + 1
            if self.digits(sign) > sign:
                at, is_float = self.digits(sign), True
        _spend(105 if is_float else 55)
        parse = self.decoder.parse_float if is_float else self.decoder.parse_int
        if parse is None:
            parse = float if is_float else int
            return parse(text[start:at]), at
        return _in_python(parse, text[start:at]), at

    def string(self, start):
        text, at, parts = self.text, start, None
        strict = self.decoder.strict
        while True:
            quote = text.find('"', at)
            if quote < 0:
                quote = self.end
            slash = text.find("\\", at, quote)
            stop = quote if slash < 0 else slash
            part = text[at:stop]
            if strict and not part.isprintable():
                for i, letter in enumerate(part):
                    if letter < " ":
                        raise JSONDecodeError("Invalid control character at", text, at + i)
            if stop == self.end:
                raise JSONDecodeError("Unterminated string starting at", text, start - 1)
            if slash < 0:
                _spend(32 + (stop - start) * 4 // 5)
                if parts is None:
                    return part, stop + 1
                parts.append(part)
                return "".join(parts), stop + 1
            if parts is None:
                parts = []
            parts.append(part)
            at = slash + 1
            letter = text[at : at + 1]
            if letter == "":
                raise JSONDecodeError("Unterminated string starting at", text, start - 1)
            if letter != "u":
                if letter not in _SHORT and letter not in _LONG:
                    raise JSONDecodeError("Invalid \\escape", text, at - 1)
                parts.append(_LONG.get(letter, letter))
                at += 1
                continue
            code, at = self.escape(at + 1)
            if 0xD800 <= code <= 0xDBFF and text[at : at + 2] == "\\u":
                low, after = self.escape(at + 2)
                if 0xDC00 <= low <= 0xDFFF:
                    code, at = 0x10000 + ((code - 0xD800) << 10 | low - 0xDC00), after
            parts.append(chr(code))

    def escape(self, at):
        digits = self.text[at : at + 4]
        if len(digits) == 4 and all(digit in "0123456789abcdefABCDEF" for digit in digits):
            return int(digits, 16), at + 4
        raise JSONDecodeError("Invalid \\uXXXX escape", self.text, at - 1)

    def sequence(self, at):
        _spend(42)
        text, items = self.text, []
        at = self.blank(at)
        if text[at : at + 1] == "]":
            return items, at + 1
        _spend(40)
        while True:
            item, at = self.value(at)
            items.append(item)
            at = self.blank(at)
            letter = text[at : at + 1]
            if letter == "]":
                return items, at + 1
            if letter != ",":
                raise JSONDecodeError("Expecting ',' delimiter", text, at)
            comma = at
            at = self.blank(at + 1)
            if text[at : at + 1] == "]" and _version() >= (3, 13):
                raise JSONDecodeError("Illegal trailing comma before end of array", text, comma)

    def mapping(self, at):
        _spend(60)
        text, pairs = self.text, []
        at = self.blank(at)
        if text[at : at + 1] == "}":
            return self.made(pairs), at + 1
        while True:
            if text[at : at + 1] != '"':
                raise JSONDecodeError("Expecting property name enclosed in double quotes", text, at)
            key, at = self.string(at + 1)
            _spend(40)
            key = self.keys.setdefault(key, key)
            at = self.blank(at)
            if text[at : at + 1] != ":":
                raise JSONDecodeError("Expecting ':' delimiter", text, at)
            value, at = self.value(self.blank(at + 1))
            pairs.append((key, value))
            at = self.blank(at)
            letter = text[at : at + 1]
            if letter == "}":
                return self.made(pairs), at + 1
            if letter != ",":
                raise JSONDecodeError("Expecting ',' delimiter", text, at)
            comma = at
            at = self.blank(at + 1)
            if text[at : at + 1] == "}" and _version() >= (3, 13):
                raise JSONDecodeError("Illegal trailing comma before end of object", text, comma)

    def made(self, pairs):
        if self.decoder.object_pairs_hook is not None:
            return _in_python(self.decoder.object_pairs_hook, pairs)
        if self.decoder.object_hook is not None:
            return _in_python(self.decoder.object_hook, dict(pairs))
        return dict(pairs)


_CONSTANTS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}
_WORDS = (
    ("null", None), ("true", True), ("false", False), ("NaN", "NaN"), ("Infinity", "Infinity"), ("-Infinity", "-Infinity")
)


def _value_of(decoder, text, at, whole):
    reader = _Reader(decoder, text)
    if whole:
        at = reader.blank(at)
    try:
        value, end = reader.value(at)
    except StopIteration as error:
        raise JSONDecodeError("Expecting value", text, error.value) from None
    if whole:
        end = reader.blank(end)
        if end != len(text):
            raise JSONDecodeError("Extra data", text, end)
    return value, end


class JSONDecoder:
    __module__ = "json.decoder"

    def __init__(
        self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True, object_pairs_hook=None
    ):
        self.object_hook = object_hook
        self.parse_float = parse_float
        self.parse_int = parse_int
        self.parse_constant = parse_constant or _CONSTANTS.__getitem__
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook

    def decode(self, s):
        return _in_c(_value_of, self, s, 0, True)[0]

    def raw_decode(self, s, idx=0):
        return _in_c(_value_of, self, s, idx, False)


_plain_decoder = JSONDecoder()


def loads(
    s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, object_pairs_hook=None, **kw
):
    _spend(900)
    if isinstance(s, str):
        if s.startswith("\ufeff"):
            raise JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", s, 0)
    elif isinstance(s, bytes):
        s = s.decode()
    else:
        raise TypeError(f"the JSON object must be str, bytes or bytearray, not {s.__class__.__name__}")
    if (
        cls is None and object_hook is None and parse_int is None and parse_float is None and parse_constant is None
        and object_pairs_hook is None and not kw
    ):
        return _plain_decoder.decode(s)
    if cls is None:
        cls = JSONDecoder
    for name, hook in (
        ("object_hook", object_hook), ("object_pairs_hook", object_pairs_hook), ("parse_float", parse_float),
        ("parse_int", parse_int), ("parse_constant", parse_constant),
    ):
        if hook is not None:
            kw[name] = hook
    return cls(**kw).decode(s)


def load(fp, **kw):
    return loads(fp.read(), **kw)
