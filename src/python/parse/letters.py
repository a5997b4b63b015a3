"""Holds letters.rs against this Python's unicodedata; run with CPython 3.12 and 3.13.

Every letter in its list is one that may stand in a name, that NFKC leaves as it is, that does not join the character
before it, and that is no combining mark. The micro sign is the exception: the stand-in for NFKC knows it.
"""

import pathlib
import re
import unicodedata

text = pathlib.Path(__file__).with_name("letters.rs").read_text()
listed = text[: text.index("];")]
ranges = [(int(a, 16), int(b, 16)) for a, b in re.findall(r"\('\\u{(\w+)}', '\\u{(\w+)}'\)", listed)]

decompositions = (unicodedata.decomposition(chr(code)).split() for code in range(0x110000))
joining = {int(parts[1], 16) for parts in decompositions if len(parts) == 2 and parts[0][0] != "<"}

count = 0
for first, last in ranges:
    for code in range(first, last + 1):
        letter = chr(code)
        count += 1
        assert ("a" + letter).isidentifier(), hex(code)
        assert unicodedata.normalize("NFKC", letter) == ("\u03bc" if letter == "\u00b5" else letter), hex(code)
        assert unicodedata.combining(letter) == 0 and code not in joining, hex(code)
        assert not 0x1100 <= code <= 0x11FF, hex(code)
print(f"Unicode {unicodedata.unidata_version}: {count} letters in {len(ranges)} ranges stay as they are")
