"""Where things stand on a finished PDF: characters with their boxes, lines of text, rules. Points, y downwards."""

from __future__ import annotations

import re
from collections import defaultdict
from ctypes import c_double
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from tests.unit.documents.pdf_reading import streams

BLANK = " \u3000\r\n\u00a0"
_RULE = re.compile(r"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l")
TOUCH = 0.3


class Char(NamedTuple):
    """A character's ink, its baseline and its size."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float
    size: float


class SheetPage(NamedTuple):
    """A page: its width and height, its characters, its rules (x0, y0, x1, y1)."""

    width: float
    height: float
    chars: list[Char]
    rules: list[tuple[float, float, float, float]]

    def lines(self) -> list[str]:
        """Return the texts on each baseline from top to bottom, blanks left out."""
        found = defaultdict(list)
        for char in self.chars:
            found[round(char.baseline, 1)].append(char)
        texts = ("".join(c.text for c in sorted(found[y], key=lambda c: c.left)) for y in sorted(found))
        # A character beyond U+FFFF comes in two halves.
        return [text.encode("utf-16-le", "surrogatepass").decode("utf-16-le") for text in texts]

    def outside(self, side: float) -> list[Char]:
        """Return the characters beyond the margins; a hanging mark's ink stays inside."""
        return [c for c in self.chars if c.left < side - 1 or c.right > self.width - side + 1]

    def struck(self) -> list[Char]:
        """Return the characters that a rule runs through."""
        return [c for c in self.chars if any(_strikes(rule, c) for rule in self.rules)]


def _strikes(rule: tuple[float, float, float, float], char: Char) -> bool:
    x0, y0, x1, y1 = rule
    if x0 == x1:
        inside = min(y0, y1) < (char.top + char.bottom) / 2 < max(y0, y1)
        return inside and char.left < x0 - TOUCH and char.right > x0 + TOUCH
    inside = min(x0, x1) < (char.left + char.right) / 2 < max(x0, x1)
    return inside and char.top < y0 - TOUCH and char.bottom > y0 + TOUCH


def pages(data: bytes) -> list[SheetPage]:
    """Return the pages of a PDF."""
    contents = [s.decode("latin-1") for s in streams(data) if b" Tm " in s]
    document = pypdfium2.PdfDocument(data)
    try:
        return [_page(page, contents[i]) for i, page in enumerate(document)]
    finally:
        document.close()


def _page(page: pypdfium2.PdfPage, content: str) -> SheetPage:
    width, height = page.get_size()
    text_page = page.get_textpage()
    chars = []
    for i in range(text_page.count_chars()):
        text = chr(raw.FPDFText_GetUnicode(text_page, i))
        if text in BLANK:
            continue
        left, bottom, right, top = text_page.get_charbox(i)
        x, y = c_double(), c_double()
        raw.FPDFText_GetCharOrigin(text_page, i, x, y)
        size = raw.FPDFText_GetFontSize(text_page, i)
        chars.append(Char(text, left, height - top, right, height - bottom, height - y.value, size))
    rules = [
        (float(x0), height - float(y0), float(x1), height - float(y1)) for x0, y0, x1, y1 in _RULE.findall(content)
    ]
    return SheetPage(width, height, chars, rules)
