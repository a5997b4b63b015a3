# string

ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdefABCDEF"
octdigits = "01234567"
punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
whitespace = " \t\n\r\v\f"
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or " ").join(word.capitalize() for word in s.split(sep))


_NAME = ascii_letters + "_"


class Template:
    delimiter = "$"

    def __init__(self, template):
        self.template = template

    def _fill(self, names, safe):
        text, out, at = self.template, [], 0
        while True:
            mark = text.find("$", at)
            if mark < 0:
                return "".join(out) + text[at:]
            out.append(text[at:mark])
            start = mark + 2 if text[mark + 1 : mark + 2] == "{" else mark + 1
            end = start
            while end < len(text) and (text[end] in _NAME or (end > start and text[end] in digits)):
                end += 1
            name, braced = text[start:end], start == mark + 2
            if text[mark + 1 : mark + 2] == "$":
                out.append("$")
                at = mark + 2
            elif name and (not braced or text[end : end + 1] == "}"):
                at = end + 1 if braced else end
                if safe and name not in names:
                    out.append(text[mark:at])
                else:
                    out.append(str(names[name]))
            elif safe:
                out.append("$")
                at = mark + 1
            else:
                before = text[:mark].splitlines(keepends=True)
                line = len(before) or 1
                column = mark - len("".join(before[:-1])) + 1
                if before and before[-1].endswith("\n"):
                    line, column = line + 1, 1
                raise ValueError(f"Invalid placeholder in string: line {line}, col {column}")

    def substitute(self, mapping={}, /, **kws):
        return self._fill({**mapping, **kws}, False)

    def safe_substitute(self, mapping={}, /, **kws):
        return self._fill({**mapping, **kws}, True)
