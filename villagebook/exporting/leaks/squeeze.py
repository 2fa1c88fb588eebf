"""Text as the leak scan compares it: nothing a reader would overlook keeps a number from being found.

Full-width and other digits become 0–9, letters become capitals, the many characters used for masking become ``*``.
Blanks, line breaks, invisible characters and hyphens are left out, but it is remembered where they stood: columns of
a table are separated by blanks too, and two amounts side by side are not a bank card.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

#: What stands between two characters that follow each other in squeezed text.
NO_GAP, NARROW, WIDE, BREAK = 0, 1, 2, 3

_MASKS = frozenset("＊●×✱∗■█○◯□☆★※#＃")
_HYPHENS = frozenset("-‐‑‒–—―−－﹣⁃")
# PDFium puts U+0002 where a word was hyphenated at the end of a line; a soft hyphen there is U+00AD or U+FFFE.
_BREAKS = frozenset("\r\n\v\f\x02\ufffe\u2028\u2029\x85")
_UNSEEN = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)


@dataclass(frozen=True, slots=True)
class Squeezed:
    """Text to search in.

    Attributes:
        text: The characters that remain.
        origin: For each of them its index in the text it came from.
        gaps: For each of them what stood before it: NO_GAP, NARROW (one blank or hyphen), WIDE (several), BREAK (a line
            break, perhaps with blanks).
    """

    text: str
    origin: tuple[int, ...]
    gaps: tuple[int, ...]


def squeeze(text: Iterable[str]) -> Squeezed:
    """Return text as it is searched; ``text`` is a str or its characters one by one."""
    kept: list[str] = []
    origin: list[int] = []
    gaps: list[int] = []
    gap = NO_GAP
    for index, char in enumerate(text):
        plain = _plain(char)
        if isinstance(plain, int):
            # Two narrow gaps make a wide one; an unseen character (0) makes none.
            gap = BREAK if BREAK in (gap, plain) else min(gap + plain, WIDE)
            continue
        kept.append(plain)
        origin.append(index)
        gaps.append(gap)
        gap = NO_GAP
    return Squeezed("".join(kept), tuple(origin), tuple(gaps))


def squeezed(text: str) -> str:
    """Return the squeezed text alone, for values that are searched for."""
    return "".join(plain for plain in map(_plain, text) if isinstance(plain, str))


@lru_cache(maxsize=20_000)
def _plain(char: str) -> str | int:
    """Return the one character that stands for ``char``, or the width of the gap it makes."""
    if char.isascii() and char.isalnum():
        return char.upper()
    if char in _BREAKS:
        return BREAK
    if char in _UNSEEN:
        return NO_GAP
    if char in _HYPHENS or char.isspace():
        return NARROW
    if char in _MASKS:
        return "*"
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if "\uff01" <= char <= "\uff5e":
        return chr(ord(char) - 0xFEE0).upper()
    return char
