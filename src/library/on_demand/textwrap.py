# textwrap

_DEFAULTS = {"initial_indent": "", "subsequent_indent": "", "placeholder": " [...]", "break_long_words": True}


class TextWrapper:
    def __init__(self, width=70, **options):
        self.width = width
        for name, value in {**_DEFAULTS, "max_lines": None, **options}.items():
            setattr(self, name, value)

    def wrap(self, text):
        words = text.expandtabs().split()
        lines, line = [], ""
        while words:
            indent = self.subsequent_indent if lines else self.initial_indent
            room = self.width - len(indent)
            word = words.pop(0)
            if line and len(line) + 1 + len(word) <= room:
                line += " " + word
            elif not line and len(word) <= room:
                line = word
            elif not line:
                # A word that is longer than a line.
                cut = max(room, 1) if self.break_long_words else len(word)
                line = word[:cut]
                if word[cut:]:
                    words.insert(0, word[cut:])
                    lines.append(indent + line)
                    line = ""
                    continue
            else:
                words.insert(0, word)
                lines.append(indent + line)
                line = ""
            if self.max_lines is not None and words and len(lines) + 1 == self.max_lines:
                indent = self.subsequent_indent if lines else self.initial_indent
                rest = " ".join([line, *words]) if line else " ".join(words)
                if len(indent + rest) > self.width:
                    return [*lines, self._shortened(indent, rest)]
        if line:
            lines.append((self.subsequent_indent if lines else self.initial_indent) + line)
        return lines

    def _shortened(self, indent, text):
        kept = []
        room = self.width - len(indent) - len(self.placeholder)
        for word in text.split():
            if len(" ".join([*kept, word])) > room:
                break
            kept.append(word)
        if not kept:
            return indent + self.placeholder.lstrip()
        return indent + " ".join(kept) + self.placeholder

    def fill(self, text):
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    lines = text.split("\n")
    margin = None
    for line in lines:
        if line.strip():
            indent = line[: len(line) - len(line.lstrip())]
            if margin is None:
                margin = indent
            while not indent.startswith(margin):
                margin = margin[:-1]
    size = len(margin or "")
    return "\n".join(line[size:] if line.strip() else "" for line in lines)


def indent(text, prefix, predicate=None):
    if predicate is None:
        predicate = str.strip
    return "".join(prefix + line if predicate(line) else line for line in text.splitlines(True))
