"""Small PDFs for the tests of the leak scan."""

from __future__ import annotations

import io
from functools import lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from villagebook.base import resources

FONT = "leaks-test"
Text = tuple[float, float, str]


@lru_cache(maxsize=1)
def _font() -> str:
    pdfmetrics.registerFont(TTFont(FONT, str(resources.path("fonts/LXGWWenKai-Regular.ttf"))))
    return FONT


def pdf(*pages: list[Text], size: float = 10.5, **properties: str) -> bytes:
    """A PDF whose pages have the given texts at (x, y) in points."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for key, value in properties.items():
        getattr(canvas, f"set{key.title()}")(value)
    for texts in pages:
        canvas.setFont(_font(), size)
        for x, y, text in texts:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def page(*lines: str) -> list[Text]:
    """The texts of a page with one line under the other."""
    return [(60, 780 - 18 * index, line) for index, line in enumerate(lines)]
