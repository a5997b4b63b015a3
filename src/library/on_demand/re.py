# re: reads patterns and makes programs of them, which `_re` (src/library/regex.rs) runs over texts.

import enum
import sys
from _re import program as _program, scan as _scan
from _trace import in_c as _in_c, in_python as _in_python, limit as _limit, spend as _spend, version as _version


class RegexFlag(enum.IntFlag):
    ASCII = A = 256
    IGNORECASE = I = 2
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64
    DEBUG = 128
    NOFLAG = 0

    def __repr__(self):
        names = [each.name for each in type(self) if each.value & self.value]
        return "|".join(["re." + name for name in names]) or "re.NOFLAG"

    __str__ = __repr__


A = ASCII = RegexFlag.ASCII
I = IGNORECASE = RegexFlag.IGNORECASE
U = UNICODE = RegexFlag.UNICODE
M = MULTILINE = RegexFlag.MULTILINE
S = DOTALL = RegexFlag.DOTALL
X = VERBOSE = RegexFlag.VERBOSE
NOFLAG = RegexFlag.NOFLAG
_I, _M, _S, _X, _A, _U = 2, 8, 16, 64, 256, 32
_LETTERS = {"i": _I, "m": _M, "s": _S, "x": _X, "a": _A, "u": _U, "L": 4}


class PatternError(ValueError):
    __module__ = "re"

    def __init__(self, msg, pattern=None, pos=None):
        self.msg, self.pattern, self.pos = msg, pattern, pos
        if pattern is not None and pos is not None:
            msg = f"{msg} at position {pos}"
            self.lineno = pattern.count("\n", 0, pos) + 1
            self.colno = pos - pattern.rfind("\n", 0, pos)
            if "\n" in pattern:
                msg = f"{msg} (line {self.lineno}, column {self.colno})"
        else:
            self.lineno = self.colno = None
        ValueError.__init__(self, msg)


if _version() < (3, 13):
    PatternError.__name__ = PatternError.__qualname__ = "error"
error = PatternError

# Operations of `_re`.
_MATCH, _CHAR, _CHAR_I, _ANY, _ALL, _SET, _SET_I, _SPLIT, _JUMP, _SAVE, _AT, _REF = range(12)
_LOOK, _ATOMIC, _IF, _MARK, _CHECK, _REPEAT, _SEQ, _ALT, _LOOP, _GROUP = range(12, 22)

_CATEGORIES = {"d": 0, "D": 1, "s": 2, "S": 3, "w": 4, "W": 5}
_ESCAPES = {"a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "\\": 92}
_HEX = {"x": 2, "u": 4, "U": 8}
_DIGITS = "0123456789"
_LETTER = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


class _Parser:
    """A pattern on its way into a tree of tuples `(operation, operands...)`."""

    def __init__(self, text, flags):
        self.text = text
        self.at = 0
        self.flags = flags
        self.names = {}
        self.groups = 1
        self.open = set()
        self.behind = 0

    def fail(self, message, back):
        raise PatternError(message, self.text, self.at - back)

    def peek(self):
        return self.text[self.at : self.at + 1]

    def take(self, text):
        if text and self.text.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def until(self, mark, what):
        start = self.at
        end = self.text.find(mark, start)
        if end < 0:
            if start == len(self.text):
                raise PatternError("missing " + what, self.text, start)
            raise PatternError(f"missing {mark}, unterminated name", self.text, start)
        if end == start:
            raise PatternError("missing " + what, self.text, start)
        self.at = end + 1
        return self.text[start:end]

    def whole(self):
        tree = self.alternatives(True)
        if self.at < len(self.text):
            self.fail("unbalanced parenthesis", 0)
        return tree

    def alternatives(self, first=False):
        branches = [self.sequence(first)]
        while self.take("|"):
            branches.append(self.sequence())
        return branches[0] if len(branches) == 1 else (_ALT, branches)

    def sequence(self, first=False):
        items = []
        start = self.at
        while True:
            here = self.at
            letter = self.peek()
            if letter in ("", "|", ")"):
                return (_SEQ, items)
            self.at += 1
            if self.flags & _X:
                if letter in " \t\n\r\v\f":
                    continue
                if letter == "#":
                    end = self.text.find("\n", self.at)
                    self.at = len(self.text) if end < 0 else end + 1
                    continue
            if letter in "*+?{":
                times = self.times(letter)
                if times is not None:
                    self.repeat(items, times, here)
                    continue
            if letter == "(":
                item = self.group(first and here == start, here)
                if item is None:
                    continue
                if item == "flags":
                    start = self.at
                    continue
            elif letter == "[":
                item = self.set(here)
            elif letter == ".":
                item = (_ALL,) if self.flags & _S else (_ANY,)
            elif letter == "^":
                item = (_AT, 1 if self.flags & _M else 0)
            elif letter == "$":
                item = (_AT, 3 if self.flags & _M else 2)
            elif letter == "\\":
                item = self.escape(here)
            else:
                item = self.char(ord(letter))
            items.append(item)

    def char(self, code):
        if self.flags & _I:
            small = chr(code).lower()
            return (_CHAR_I, ord(small) if len(small) == 1 else code)
        return (_CHAR, code)

    def times(self, letter):
        """How often the item before is repeated, or None if a brace is only a brace."""
        if letter != "{":
            return {"*": (0, -1), "+": (1, -1), "?": (0, 1)}[letter]
        if self.peek() == "}":
            return None
        start = self.at
        low = high = ""
        while self.peek() and self.peek() in _DIGITS:
            low += self.peek()
            self.at += 1
        if self.take(","):
            while self.peek() and self.peek() in _DIGITS:
                high += self.peek()
                self.at += 1
        else:
            high = low
        if not self.take("}"):
            self.at = start
            return None
        low, high = int(low or 0), int(high) if high else -1
        if 0 <= high < low:
            raise PatternError("min repeat greater than max repeat", self.text, start)
        return low, high

    def repeat(self, items, times, here):
        if not items or items[-1][0] == _AT:
            raise PatternError("nothing to repeat", self.text, here)
        item = items[-1]
        if item[0] == _LOOP:
            raise PatternError("multiple repeat", self.text, here)
        if item == (_SEQ, []):
            raise PatternError("nothing to repeat", self.text, here)
        mode = 1 if self.take("?") else 2 if self.take("+") else 0
        items[-1] = (_LOOP, *times, mode, item)

    def category(self, letter):
        return _CATEGORIES[letter] + (6 if self.flags & _A else 0)

    def numbered(self, letter, here):
        """The code of an escape that is one character, or None."""
        if letter in _HEX:
            digits = self.text[self.at : self.at + _HEX[letter]]
            good = ""
            for digit in digits:
                if digit not in "0123456789abcdefABCDEF":
                    break
                good += digit
            if len(good) != _HEX[letter]:
                raise PatternError("incomplete escape \\" + letter + good, self.text, here)
            self.at += len(good)
            return int(good, 16)
        return _ESCAPES.get(letter)

    def escape(self, here):
        letter = self.peek()
        if not letter:
            raise PatternError("bad escape (end of pattern)", self.text, here)
        self.at += 1
        if letter in _CATEGORIES:
            return self.one_of(0, [], [self.category(letter)])
        ascii_only = 2 if self.flags & _A else 0
        places = {"A": 0, "Z": 4, "b": 5 + ascii_only, "B": 6 + ascii_only}
        if letter in places:
            return (_AT, places[letter])
        if letter == "0":
            digits = "0"
            while len(digits) < 3 and self.peek() and self.peek() in "01234567":
                digits += self.peek()
                self.at += 1
            return self.char(int(digits, 8))
        if letter in _DIGITS:
            digits = letter
            if self.peek() and self.peek() in _DIGITS:
                digits += self.peek()
                self.at += 1
                more = self.peek()
                if digits[0] in "0123" and digits[1] in "01234567" and more and more in "01234567":
                    self.at += 1
                    return self.char(int(digits + more, 8))
            return self.reference(int(digits), here + 1)
        code = self.numbered(letter, here)
        if code is not None:
            return self.char(code)
        if letter in _LETTER:
            raise PatternError("bad escape \\" + letter, self.text, here)
        return self.char(ord(letter))

    def reference(self, group, at):
        if group >= self.groups:
            raise PatternError(f"invalid group reference {group}", self.text, at)
        if group in self.open:
            raise PatternError("cannot refer to an open group", self.text, at - 1)
        return (_REF, group, 1 if self.flags & _I else 0)

    def one_of(self, negative, ranges, categories):
        return (_SET_I if self.flags & _I else _SET, (negative, ranges, categories))

    def set(self, here):
        negative = 1 if self.take("^") else 0
        ranges, categories = [], []
        start = self.at
        while True:
            letter = self.peek()
            if not letter:
                raise PatternError("unterminated character set", self.text, here)
            if letter == "]" and self.at > start:
                self.at += 1
                break
            first = self.at
            low = self.set_item()
            if self.peek() == "-" and self.text[self.at + 1 : self.at + 2] != "]":
                self.at += 1
                if not self.peek():
                    raise PatternError("unterminated character set", self.text, here)
                high = self.set_item()
                shown = self.text[first : self.at]
                if low < 0 or high < 0 or high < low:
                    raise PatternError("bad character range " + shown, self.text, first)
                ranges += [low, high]
            elif low < 0:
                categories.append(-1 - low)
            else:
                ranges += [low, low]
        return self.one_of(negative, ranges, categories)

    def set_item(self):
        """A character's code, or -1 minus a category."""
        here = self.at
        letter = self.text[here]
        self.at += 1
        if letter != "\\":
            return ord(letter)
        letter = self.peek()
        if not letter:
            raise PatternError("bad escape (end of pattern)", self.text, here)
        self.at += 1
        if letter in _CATEGORIES:
            return -1 - self.category(letter)
        if letter in "01234567":
            digits = letter
            while len(digits) < 3 and self.peek() and self.peek() in "01234567":
                digits += self.peek()
                self.at += 1
            return int(digits, 8)
        code = self.numbered(letter, here)
        if code is not None:
            return code
        if letter in _LETTER or letter in _DIGITS:
            raise PatternError("bad escape \\" + letter, self.text, here)
        return ord(letter)

    def name(self, mark):
        start = self.at
        name = self.until(mark, "group name")
        if not name.isidentifier():
            raise PatternError(f"bad character in group name {name!r}", self.text, start)
        return name, start

    def close(self, here):
        if not self.take(")"):
            raise PatternError("missing ), unterminated subpattern", self.text, here)

    def group(self, first, here):
        number = name = None
        captures, flags = True, self.flags
        if self.take("?"):
            captures = False
            letter = self.peek()
            self.at += 1
            if not letter:
                raise PatternError("unexpected end of pattern", self.text, len(self.text))
            if letter == "P":
                if self.take("<"):
                    captures = True
                    name, at = self.name(">")
                    if name in self.names:
                        message = f"redefinition of group name {name!r} as group {self.groups}; was group {self.names[name]}"
                        raise PatternError(message, self.text, at)
                elif self.take("="):
                    name, at = self.name(")")
                    if name not in self.names:
                        raise PatternError(f"unknown group name {name!r}", self.text, at)
                    return self.reference(self.names[name], at)
                elif not self.peek():
                    raise PatternError("unexpected end of pattern", self.text, len(self.text))
                else:
                    raise PatternError("unknown extension ?P" + self.peek(), self.text, here + 1)
            elif letter == ":":
                pass
            elif letter == "#":
                end = self.text.find(")", self.at)
                if end < 0:
                    raise PatternError("missing ), unterminated comment", self.text, here)
                self.at = end + 1
                return None
            elif letter == ">":
                tree = self.alternatives()
                self.close(here)
                return (_ATOMIC, tree)
            elif letter == "(":
                return self.conditional(here)
            elif letter in "=!" or (letter == "<" and self.peek() in ("=", "!")):
                behind = letter == "<"
                if behind:
                    letter = self.peek()
                    self.at += 1
                tree = self.alternatives()
                self.close(here)
                width = -1
                if behind:
                    low, high = _width(tree)
                    if low != high:
                        raise PatternError("look-behind requires fixed-width pattern")
                    width = low
                return (_LOOK, width, 1 if letter == "!" else 0, tree)
            elif letter == "<":
                if not self.peek():
                    raise PatternError("unexpected end of pattern", self.text, len(self.text))
                raise PatternError("unknown extension ?<" + self.peek(), self.text, here + 1)
            elif letter in _LETTERS or letter == "-":
                flags = self.read_flags(letter, first, here)
                if flags is None:
                    return "flags"
            else:
                raise PatternError("unknown extension ?" + letter, self.text, here + 1)
        if captures:
            number = self.groups
            self.groups += 1
            if name is not None:
                self.names[name] = number
            self.open.add(number)
        before, self.flags = self.flags, flags
        tree = self.alternatives()
        self.flags = before
        self.close(here)
        if not captures:
            return tree if tree[0] != _LOOP else (_SEQ, [tree])
        self.open.discard(number)
        return (_GROUP, number, tree)

    def read_flags(self, letter, first, here):
        on = off = 0
        while letter in _LETTERS:
            on |= _LETTERS[letter]
            letter = self.peek()
            self.at += 1
        if letter == ")":
            if not first:
                raise PatternError("global flags not at the start of the expression", self.text, here)
            self.flags |= on
            return None
        if letter == "-":
            letter = self.peek()
            self.at += 1
            if letter not in _LETTERS:
                raise PatternError("missing flag" if not letter else "unknown flag", self.text, self.at - 1)
            while letter in _LETTERS and letter:
                off |= _LETTERS[letter]
                letter = self.peek()
                self.at += 1
        if letter != ":":
            if not letter:
                raise PatternError("missing -, : or )" if not off else "missing :", self.text, self.at - 1)
            raise PatternError("unknown flag" if letter in _LETTER else "missing -, : or )", self.text, self.at - 1)
        return (self.flags | on) & ~off

    def conditional(self, here):
        start = self.at
        name = self.until(")", "group name")
        if name.isdigit():
            number = int(name)
            if number >= self.groups:
                raise PatternError(f"invalid group reference {number}", self.text, start)
        elif name in self.names:
            number = self.names[name]
        elif name.isidentifier():
            raise PatternError(f"unknown group name {name!r}", self.text, start)
        else:
            raise PatternError(f"bad character in group name {name!r}", self.text, start)
        yes, no = self.sequence(), (_SEQ, [])
        if self.take("|"):
            no = self.sequence()
            if self.peek() == "|":
                self.fail("conditional backref with more than two branches", 0)
        self.close(here)
        return (_IF, number, yes, no)


_MUCH = 1 << 40


def _width(tree):
    """The least and the greatest length of what a tree matches."""
    kind = tree[0]
    if kind == _SEQ:
        parts = [_width(item) for item in tree[1]]
        return sum([low for low, _ in parts]), min(sum([high for _, high in parts]), _MUCH)
    if kind == _ALT:
        parts = [_width(item) for item in tree[1]]
        return min([low for low, _ in parts]), max([high for _, high in parts])
    if kind == _LOOP:
        low, high = _width(tree[4])
        return low * tree[1], _MUCH if tree[2] < 0 else min(high * tree[2], _MUCH)
    if kind == _GROUP:
        return _width(tree[2])
    if kind == _ATOMIC:
        return _width(tree[1])
    if kind in (_AT, _LOOK):
        return 0, 0
    if kind == _REF:
        return 0, _MUCH
    if kind == _IF:
        (a, b), (c, d) = _width(tree[2]), _width(tree[3])
        return min(a, c), max(b, d)
    return 1, 1


class _Writer:
    """A tree on its way into the numbers of a program."""

    def __init__(self):
        self.code = []
        self.sets = []
        self.marks = 0

    def write(self, tree):
        code, kind = self.code, tree[0]
        if kind == _SEQ:
            for item in tree[1]:
                self.write(item)
        elif kind in (_CHAR, _CHAR_I, _AT):
            code += (kind, tree[1])
        elif kind in (_ANY, _ALL):
            code += (kind, 0)
        elif kind in (_SET, _SET_I):
            code += (kind, len(self.sets))
            self.sets.append(tree[1])
        elif kind == _REF:
            code += tree
        elif kind == _GROUP:
            code += (_SAVE, 2 * tree[1])
            self.write(tree[2])
            code += (_SAVE, 2 * tree[1] + 1)
        elif kind == _ALT:
            self.branches(tree[1])
        elif kind == _LOOP:
            self.loop(*tree[1:])
        elif kind == _ATOMIC:
            self.alone((_ATOMIC, 0), tree[1])
        elif kind == _LOOK:
            self.alone((_LOOK, tree[1], tree[2], 0), tree[3])
        else:
            at = len(code)
            code += (_IF, tree[1], 0)
            self.write(tree[2])
            end = len(code)
            code += (_JUMP, 0)
            code[at + 2] = len(code)
            self.write(tree[3])
            code[end + 1] = len(code)

    def alone(self, head, tree):
        """What is run on its own: its head ends with the address after it."""
        self.code += head
        at = len(self.code) - 1
        self.write(tree)
        self.code.append(_MATCH)
        self.code[at] = len(self.code)

    def branches(self, trees):
        ends = []
        for tree in trees[:-1]:
            at = len(self.code)
            self.code += (_SPLIT, at + 3, 0)
            self.write(tree)
            ends.append(len(self.code) + 1)
            self.code += (_JUMP, 0)
            self.code[at + 2] = len(self.code)
        self.write(trees[-1])
        for end in ends:
            self.code[end] = len(self.code)

    def loop(self, least, most, mode, tree):
        code = self.code
        single = tree
        while single[0] == _SEQ and len(single[1]) == 1:
            single = single[1][0]
        if single[0] in (_CHAR, _CHAR_I, _ANY, _ALL, _SET, _SET_I):
            code += (_REPEAT, mode, least, most)
            self.write(single)
            return
        if mode == 2:
            self.alone((_ATOMIC, 0), (_LOOP, least, most, 0, tree))
            return
        if max(least, most) * len(code) > 2000000:
            raise OverflowError("the repetition number is too large")
        for _ in range(least):
            self.write(tree)
        if most < 0:
            mark = self.marks
            self.marks += 1
            at = len(code)
            code += (_SPLIT, 0, 0, _MARK, mark)
            self.write(tree)
            code += (_CHECK, mark, len(code) + 5, _JUMP, at)
            code[at + 1 + mode], code[at + 2 - mode] = at + 3, len(code)
            return
        exits = []
        for _ in range(most - least):
            at = len(code)
            code += (_SPLIT, 0, 0)
            code[at + 1 + mode] = at + 3
            exits.append(at + 2 - mode)
            self.write(tree)
        for exit in exits:
            code[exit] = len(code)


def _compiled(pattern, flags):
    is_bytes = isinstance(pattern, bytes)
    text = pattern.decode("latin-1") if is_bytes else pattern
    _spend(14000 + 3800 * len(text))
    if flags & 4 or "(?L" in text:
        _limit("re.LOCALE is not part of Loopscope")
    parser = _Parser(text, int(flags) | (_A if is_bytes else 0))
    tree = parser.whole()
    writer = _Writer()
    writer.write(tree)
    writer.code.append(_MATCH)
    made = Pattern.__new__(Pattern)
    made.pattern = pattern
    shown = parser.flags & ~_A if is_bytes else parser.flags if parser.flags & _A else parser.flags | _U
    made.flags = shown
    made.groups = parser.groups - 1
    made.groupindex = parser.names
    made._program = _program(writer.code, writer.sets, made.groups, writer.marks)
    return made


def _text(pattern, string):
    if isinstance(pattern.pattern, bytes):
        if isinstance(string, str):
            raise TypeError("cannot use a bytes pattern on a string-like object")
        return string.decode("latin-1")
    if isinstance(string, bytes):
        raise TypeError("cannot use a string pattern on a bytes-like object")
    if not isinstance(string, str):
        raise TypeError(f"expected string or bytes-like object, got '{type(string).__name__}'")
    return string


def _matches(pattern, string, pos, endpos, mode, limit):
    text = _text(pattern, string)
    pos = min(max(pos, 0), len(text))
    endpos = min(max(endpos, 0), len(text))
    found = _scan(pattern._program, text, pos, endpos, mode, limit)
    return [Match(pattern, string, pos, endpos, places) for places in found]


def _first(pattern, string, pos, endpos, mode):
    _spend(120)
    found = _matches(pattern, string, pos, endpos, mode, 1)
    return found[0] if found else None


def _all_groups(pattern, string, pos, endpos):
    result = []
    for match in _matches(pattern, string, pos, endpos, 1, 0):
        if pattern.groups <= 1:
            result.append(match.group(pattern.groups) or string[:0])
        else:
            result.append(match.groups(string[:0]))
    _spend(60 * len(result))
    return result


def _split(pattern, string, maxsplit):
    result, at = [], 0
    for match in _matches(pattern, string, 0, sys.maxsize, 1, max(maxsplit, 0)) if maxsplit >= 0 else ():
        result.append(string[at : match.start()])
        result.extend(match.groups())
        at = match.end()
    _spend(60 * len(result))
    result.append(string[at:])
    return result


def _parts(pattern, repl):
    """A replacement as texts and numbers of groups."""
    text = repl.decode("latin-1") if isinstance(repl, bytes) else repl
    if "\\" not in text:
        return [repl]
    parts, at = [], 0

    def add(part):
        parts.append(part.encode("latin-1") if isinstance(repl, bytes) and isinstance(part, str) else part)

    def group(number, where):
        if number > pattern.groups:
            raise PatternError(f"invalid group reference {number}", repl, where)
        parts.append(number)

    while True:
        slash = text.find("\\", at)
        if slash < 0:
            add(text[at:])
            return parts
        add(text[at:slash])
        letter = text[slash + 1 : slash + 2]
        at = slash + 2
        if letter == "g":
            if text[at : at + 1] != "<":
                raise PatternError("missing <", repl, at)
            end = text.find(">", at)
            if end < 0:
                short = at + 1 == len(text)
                raise PatternError("missing group name" if short else "missing >, unterminated name", repl, at + 1)
            name = text[at + 1 : end]
            if not name:
                raise PatternError("missing group name", repl, at + 1)
            if name in pattern.groupindex:
                parts.append(pattern.groupindex[name])
            elif name.isdigit():
                group(int(name), at + 1)
            elif name.isidentifier():
                raise IndexError(f"unknown group name {name!r}")
            else:
                raise PatternError(f"bad character in group name {name!r}", repl, at + 1)
            at = end + 1
        elif letter == "0":
            digits = "0"
            while len(digits) < 3 and text[at : at + 1] and text[at] in "01234567":
                digits += text[at]
                at += 1
            add(chr(int(digits, 8) & 255))
        elif letter and letter in _DIGITS:
            digits = letter
            if text[at : at + 1] and text[at] in _DIGITS:
                digits += text[at]
                at += 1
            group(int(digits), slash + 1)
        elif not letter:
            raise PatternError("bad escape (end of pattern)", repl, slash)
        elif letter in _ESCAPES:
            add(chr(_ESCAPES[letter]))
        elif letter in _LETTER:
            raise PatternError("bad escape \\" + letter, repl, slash)
        else:
            add("\\" + letter)


def _expanded(match, parts):
    empty = match.string[:0]
    return empty.join([(match.group(part) or empty) if isinstance(part, int) else part for part in parts])


def _substituted(pattern, repl, string, count):
    _text(pattern, string)
    called = callable(repl)
    parts = None if called else _parts(pattern, repl)
    found = _matches(pattern, string, 0, sys.maxsize, 1, max(count, 0)) if count >= 0 else []
    out, at = [], 0
    for match in found:
        out.append(string[at : match.start()])
        if called:
            _spend(60)
            new = _in_python(repl, match)
            if new is not None:
                if not isinstance(new, type(string)):
                    raise TypeError(f"sequence item {len(out)}: expected str instance, {type(new).__name__} found")
                out.append(new)
        else:
            out.append(_expanded(match, parts))
        at = match.end()
    _spend(80 * len(found))
    out.append(string[at:])
    return string[:0].join(out), len(found)


class Pattern:
    __module__ = "re"
    __slots__ = ("pattern", "flags", "groups", "groupindex", "_program")

    def match(self, string, pos=0, endpos=sys.maxsize):
        return _in_c(_first, self, string, pos, endpos, 0)

    def fullmatch(self, string, pos=0, endpos=sys.maxsize):
        return _in_c(_first, self, string, pos, endpos, 2)

    def search(self, string, pos=0, endpos=sys.maxsize):
        return _in_c(_first, self, string, pos, endpos, 1)

    def findall(self, string, pos=0, endpos=sys.maxsize):
        return _in_c(_all_groups, self, string, pos, endpos)

    def finditer(self, string, pos=0, endpos=sys.maxsize):
        return iter(_in_c(_matches, self, string, pos, endpos, 1, 0))

    def split(self, string, maxsplit=0):
        return _in_c(_split, self, string, maxsplit)

    def sub(self, repl, string, count=0):
        return _in_c(_substituted, self, repl, string, count)[0]

    def subn(self, repl, string, count=0):
        return _in_c(_substituted, self, repl, string, count)

    def __eq__(self, other):
        if not isinstance(other, Pattern):
            return NotImplemented
        return self.pattern == other.pattern and self.flags == other.flags

    def __hash__(self):
        return hash((self.pattern, self.flags))

    def __repr__(self):
        shown = self.flags if isinstance(self.pattern, bytes) else self.flags & ~_U
        names = [name for name, bit in (
            ("IGNORECASE", _I), ("MULTILINE", _M), ("DOTALL", _S), ("VERBOSE", _X), ("ASCII", _A)
        ) if shown & bit]
        flags = ", " + "|".join("re." + name for name in names) if names else ""
        return f"re.compile({self.pattern!r:.200}{flags})"


class Match:
    __module__ = "re"
    __slots__ = ("re", "string", "pos", "endpos", "_places")

    def __init__(self, pattern, string, pos, endpos, places):
        self.re, self.string, self.pos, self.endpos, self._places = pattern, string, pos, endpos, places

    def _number(self, group):
        if isinstance(group, str):
            if group in self.re.groupindex:
                return self.re.groupindex[group]
        elif isinstance(group, int) and 0 <= group <= self.re.groups:
            return group
        raise IndexError("no such group")

    def _text(self, group, default=None):
        start = self._places[2 * group]
        end = self._places[2 * group + 1]
        return default if end < 0 else self.string[start:end]

    def group(self, *groups):
        if not groups:
            return self._text(0)
        if len(groups) == 1:
            return self._text(self._number(groups[0]))
        return tuple([self._text(self._number(group)) for group in groups])

    def __getitem__(self, group):
        return self._text(self._number(group))

    def groups(self, default=None):
        return tuple([self._text(group, default) for group in range(1, self.re.groups + 1)])

    def groupdict(self, default=None):
        return {name: self._text(group, default) for name, group in self.re.groupindex.items()}

    def start(self, group=0):
        return self.span(group)[0]

    def end(self, group=0):
        return self.span(group)[1]

    def span(self, group=0):
        group = self._number(group)
        end = self._places[2 * group + 1]
        return (self._places[2 * group], end) if end >= 0 else (-1, -1)

    def expand(self, template):
        return _expanded(self, _parts(self.re, template))

    @property
    def lastindex(self):
        last = self._places[-1]
        return last if last > 0 else None

    @property
    def lastgroup(self):
        last = self.lastindex
        for name, group in self.re.groupindex.items():
            if group == last:
                return name
        return None

    @property
    def regs(self):
        return tuple([self.span(group) for group in range(self.re.groups + 1)])

    def __repr__(self):
        return f"<re.Match object; span={self.span()!r}, match={self.group()!r:.50}>"


_cache = {}


def compile(pattern, flags=0):
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    key = type(pattern), pattern, int(flags)
    found = _cache.get(key)
    if found is None:
        if not isinstance(pattern, (str, bytes)):
            raise TypeError("first argument must be string or compiled pattern")
        if len(_cache) >= 512:
            _cache.clear()
        found = _cache[key] = _in_c(_compiled, pattern, flags)
    return found


def match(pattern, string, flags=0):
    return compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    return compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    return compile(pattern, flags).search(string)


def findall(pattern, string, flags=0):
    return compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    return compile(pattern, flags).finditer(string)


def split(pattern, string, maxsplit=0, flags=0):
    return compile(pattern, flags).split(string, maxsplit)


def sub(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).subn(repl, string, count)


def purge():
    _cache.clear()


_SPECIAL = {letter: "\\" + letter for letter in "()[]{}?*+-|^$\\.&~# \t\n\r\v\f"}


def escape(pattern):
    if isinstance(pattern, bytes):
        return escape(pattern.decode("latin-1")).encode("latin-1")
    return "".join([_SPECIAL.get(letter, letter) for letter in pattern])
