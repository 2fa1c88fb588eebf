"""Folding of typed text: full-width characters and blanks, for codes and never for names.

What lives here: the only places where text that people typed is changed at all. Codes, numbers, phones and
dates are folded (``fold_code``); a name loses blanks at its ends and nothing else, because two characters
that look alike are two different names. Unicode normalisation is used nowhere: it would turn the
compatibility ideographs of some names into other characters.
"""

from __future__ import annotations

import unicodedata

# Full-width ASCII (U+FF01..U+FF5E) lies 0xFEE0 above ASCII; ￥ and the minus sign stand elsewhere.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFFE5: 0x00A5, 0x2212: 0x2D}

# What str.isspace() does not count as a blank although nobody can see it: zero-width characters, the byte
# order mark that csv files carry, and the direction marks that spreadsheets add when dates are copied.
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u00ad"


def fold_width(text: str) -> str:
    """Return the text with full-width ASCII, ￥ and the minus sign in their narrow forms; blanks stay."""
    return text.translate(_WIDTH)


def fold_code(text: str) -> str:
    """Return a code, number, phone or date as it is compared: narrow characters, no blanks anywhere.

    Never apply it to names of people or places.
    """
    if text.isascii() and text.isalnum():
        return text  # nearly every code; the same answer sooner
    return "".join(c for c in fold_width(text) if not _is_unseen(c))


def clean_name(text: str) -> str:
    """Return a name without blanks and invisible characters at its two ends; nothing inside is changed."""
    start, end = 0, len(text)
    while start < end and _is_unseen(text[start]):
        start += 1
    while end > start and _is_unseen(text[end - 1]):
        end -= 1
    return text[start:end]


def is_blank(value: object) -> bool:
    """Say whether a cell holds nothing: None, or text of blanks only. Zero and False are something."""
    return value is None or (isinstance(value, str) and all(map(_is_unseen, value)))


def shown(value: object) -> str:
    """Return a cell as messages quote it: one line, 30 characters at most."""
    # Python refuses to write integers of thousands of digits.
    huge = isinstance(value, int) and value.bit_length() > 1000
    text = "很长的数字" if huge else " ".join(str(value).split())
    return text if len(text) <= 30 else text[:30] + "…"


def _is_unseen(char: str) -> bool:
    return char.isspace() or char in _INVISIBLE


def display_width(text: str) -> int:
    """Return how many columns a text takes in a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
