"""Pages of finished PDFs: taken out of one, laid onto the pages of another. Through pdfium; nothing is drawn anew.

Laid onto a page as form objects, foreign pages bring their look and their text and nothing else: no script, no
attachment, no form to fill in.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from villagebook.base.locks import PDFIUM
from villagebook.documents.page import A3, A4, MM, landscape

_LOT = re.compile(rb"/ID\[<([0-9A-F]{32})><([0-9A-F]{32})>\]")
_MADE_AT = re.compile(rb"/(?:CreationDate|ModDate) ?\((D:[0-9+'Z\-]*)\)")
_SAME_MM = 4.0
_KIDS = re.compile(rb"/Kids ?\[([^\]]*)\]")
_XREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_ROOT = re.compile(rb"/Root 1 0 R\s*/Info (\d+) 0 R\s*/Size (\d+)\s*/ID(\[[^\]]*\])")


class Sheet(NamedTuple):
    """A page of a finished PDF on its way onto a page of another.

    Attributes:
        width, height: As it is seen, pt; turned pages are upright.
        source: Key of the PDF it is of. number: from 0.
    """

    width: float
    height: float
    source: str
    number: int

    @property
    def paper(self) -> tuple[float, float]:
        """The sheet it goes on: A3 if it is A3, else A4, upright or on its side as the page is."""
        wide = self.width > self.height
        large = landscape(A3) if wide else A3
        if abs(self.width - large[0]) < _SAME_MM * MM and abs(self.height - large[1]) < _SAME_MM * MM:
            return large
        return landscape(A4) if wide else A4


def sheets_of(data: bytes, source: str) -> list[Sheet]:
    """Return the pages of a PDF.

    Raises:
        pypdfium2.PdfiumError: it cannot be read.
    """
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(data)
        try:
            found = []
            for number in range(len(document)):
                page = document[number]
                width, height = page.get_size()
                found.append(Sheet(width, height, source, number))
                page.close()
            return found
        finally:
            document.close()


def extract(data: bytes, numbers: Sequence[int]) -> bytes:
    """Return a PDF of some pages of another. Equal arguments give equal bytes."""
    import pypdfium2

    with PDFIUM:
        source = pypdfium2.PdfDocument(data)
        part = pypdfium2.PdfDocument.new()
        try:
            part.import_pages(source, list(numbers))
            out = io.BytesIO()
            part.save(out)
        finally:
            part.close()
            source.close()
    return without_lot(out.getvalue())


def joined(parts: Sequence[tuple[str, bytes]]) -> bytes:
    """Return PDFs one behind the other, with a bookmark each. Equal arguments give equal bytes.

    Pages are taken over as they are: every stream of a page (what it shows, its faces, its pictures) stays byte for
    byte what it was.

    Args:
        parts: (what the bookmark says, the PDF).

    Raises:
        pypdfium2.PdfiumError: one cannot be read.
    """
    import pypdfium2

    starts: list[tuple[str, int]] = []
    with PDFIUM:
        whole = pypdfium2.PdfDocument.new()
        try:
            for title, data in parts:
                source = pypdfium2.PdfDocument(data)
                try:
                    starts.append((title, len(whole)))
                    whole.import_pages(source)
                finally:
                    source.close()
            out = io.BytesIO()
            whole.save(out)
        finally:
            whole.close()
    return without_lot(_with_bookmarks(out.getvalue(), starts))


def _with_bookmarks(pdf: bytes, starts: Sequence[tuple[str, int]]) -> bytes:
    """Return a PDF just written by pdfium with bookmarks behind its end, where none of its bytes need to change."""
    root, xref, kids = _ROOT.search(pdf), _XREF.search(pdf), _KIDS.search(pdf)
    catalog = re.search(rb"\b1 0 obj\s*<<(.*?)>>\s*endobj", pdf, re.DOTALL)
    assert root is not None
    assert xref is not None
    assert kids is not None
    assert catalog is not None
    pages = re.findall(rb"(\d+) 0 R", kids[1])
    first = int(root[2])
    last = first + len(starts)
    objects = [(1, b"<<%s/Outlines %d 0 R/PageMode/UseOutlines>>" % (catalog[1], first))]
    objects.append((first, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (first + 1, last, len(starts))))
    for at, (title, page) in enumerate(starts, first + 1):
        beside = b"/Prev %d 0 R" % (at - 1) if at > first + 1 else b""
        beside += b"/Next %d 0 R" % (at + 1) if at < last else b""
        said = b"FEFF" + title.encode("utf-16-be").hex().upper().encode("ascii")
        objects.append((at, b"<</Title<%s>/Parent %d 0 R%s/Dest[%s 0 R/Fit]>>" % (said, first, beside, pages[page])))
    out, table = pdf, b"xref\r\n"
    for number, body in objects:
        table += b"%d 1\r\n%010d 00000 n\r\n" % (number, len(out))
        out += b"%d 0 obj\r\n%s\r\nendobj\r\n" % (number, body)
    end = b"trailer\r\n<</Root 1 0 R/Info %s 0 R/Size %d/Prev %s/ID%s>>\r\n" % (root[1], last + 1, xref[1], root[3])
    return out + table + end + b"startxref\r\n%d\r\n%%%%EOF\r\n" % len(out)


def lay_over(base: bytes, placed: Mapping[int, Sheet], sources: Mapping[str, bytes]) -> bytes:
    """Return a PDF with pages of others laid onto its pages.

    Each is as large as its page holds it, never larger than it is, in the middle. Bookmarks and everything drawn on
    the base stay.

    Args:
        base: The PDF.
        placed: Number of a page of the base (from 0) -> what is laid on it.
        sources: Key -> the PDF the sheets are of.
    """
    import pypdfium2

    by_source: dict[str, list[tuple[int, Sheet]]] = defaultdict(list)
    for at, sheet in placed.items():
        by_source[sheet.source].append((at, sheet))
    with PDFIUM:
        document = pypdfium2.PdfDocument(base)
        try:
            for key, sheets in by_source.items():
                source = pypdfium2.PdfDocument(sources[key])
                try:
                    for at, sheet in sheets:
                        _lay(document, at, source, sheet)
                finally:
                    source.close()
            out = io.BytesIO()
            document.save(out)
        finally:
            document.close()
    return without_lot(out.getvalue())


def _lay(document: object, at: int, source: object, sheet: Sheet) -> None:
    import pypdfium2
    import pypdfium2.raw as raw

    assert isinstance(document, pypdfium2.PdfDocument)
    assert isinstance(source, pypdfium2.PdfDocument)
    origin = source[sheet.number]
    raw.FPDFPage_Flatten(origin, raw.FLAT_PRINT)  # what was stamped or filled in as an annotation is seen too
    origin.close()
    lying = source.page_as_xobject(sheet.number, document)
    page = document[at]
    laid = lying.as_pageobject()
    width, height = page.get_size()
    scale = min(1.0, width / sheet.width, height / sheet.height)
    # What is laid on is upright already, its visible part begins at (0, 0).
    across, up = (width - sheet.width * scale) / 2, (height - sheet.height * scale) / 2
    laid.set_matrix(pypdfium2.PdfMatrix(scale, 0, 0, scale, across, up))
    # Below what the page shows already: a scan covers its whole page, the volume's number stands on it.
    if not raw.FPDFPage_InsertObjectAtIndex(page, laid, 0):
        raise RuntimeError(f"page {at}: nothing was laid on it")
    laid.page, laid.pdf = page, document
    laid._detach_finalizer()
    page.gen_content()
    page.close()
    lying.close()


def without_lot(pdf: bytes) -> bytes:
    """Return a PDF of pdfium without the hour and the number it drew by lot: equal contents are equal bytes."""
    pdf = _MADE_AT.sub(lambda found: found[0].replace(found[1], b"D:" + b"0" * (len(found[1]) - 2)), pdf)
    bare = _LOT.sub(b"/ID[<" + b"0" * 32 + b"><" + b"0" * 32 + b">]", pdf)
    lot = hashlib.sha256(bare).hexdigest()[:32].upper().encode("ascii")
    return _LOT.sub(b"/ID[<" + lot + b"><" + lot + b">]", pdf)
