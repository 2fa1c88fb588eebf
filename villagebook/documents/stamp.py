"""A finished sheet crossed out: what must not hang can still be printed, to be corrected in the office."""

from __future__ import annotations

import io

from villagebook.base.locks import PDFIUM
from villagebook.documents.faces import Role
from villagebook.documents.page import Paper

_SIZE, _EDGE, _GREY, _WEIGHT = 15.0, 26.0, 0.45, 2.5


def crossed_out(pdf: bytes, words: str) -> bytes:
    """Return a PDF with a cross over every page, and words (one short line) at its head and foot."""
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            for index in range(len(document)):
                page = document[index]
                _cross(document, page, words)
                page.gen_content()
                page.close()
            out = io.BytesIO()
            document.save(out)
        finally:
            document.close()
    return out.getvalue()


def _cross(document: object, page: object, words: str) -> None:
    import pypdfium2

    assert isinstance(page, pypdfium2.PdfPage)
    over = pypdfium2.PdfDocument(_sheet(page.get_size(), words))
    try:
        page.insert_obj(over.page_as_xobject(0, document).as_pageobject())
    finally:
        over.close()


def _sheet(size: tuple[float, float], words: str) -> bytes:
    """Return the cross alone, on paper of a size in points."""
    paper = Paper("草稿")
    sheet = paper.page(size)
    width, height = size
    sheet.rule(_EDGE, _EDGE * 1.5, width - _EDGE, height - _EDGE * 1.5, _WEIGHT, _GREY)
    sheet.rule(_EDGE, height - _EDGE * 1.5, width - _EDGE, _EDGE * 1.5, _WEIGHT, _GREY)
    style = paper.style(Role.HEAD, _SIZE)
    for y in (_EDGE, height - _EDGE / 2):
        sheet.text(width / 2, y, words, style, 0.5)
    return paper.save()
