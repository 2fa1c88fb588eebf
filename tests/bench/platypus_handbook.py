"""The peer of bench_handbook: the same handbooks set by ReportLab's platypus, a Paragraph in every cell.

It walks the same forms and writes the same words; only rules, sizes and the QR code's drawing are its own.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from villagebook.base import resources
from villagebook.documents import forms
from villagebook.documents.faces import BUNDLED
from villagebook.documents.foot import page_number
from villagebook.documents.handbook import PAGES, HandbookValues
from villagebook.documents.handbook.book import _foot, _printed, book_sha256, page_hashes
from villagebook.documents.page import _qr_rows
from villagebook.documents.text_form import filled, rows_of, written

Words = list[list[str]]
_MEASURE = 167 * mm


def set_fonts() -> None:
    """Register the faces that the program bundles."""
    for name, key in (("Serif", "serif"), ("Bold", "serif-bold")):
        pdfmetrics.registerFont(TTFont(name, str(resources.path(f"fonts/{BUNDLED[key][0]}"))))


def render(books: Iterable[HandbookValues]) -> tuple[bytes, int]:
    """Return (PDF, number of pages)."""
    body = ParagraphStyle("body", fontName="Serif", fontSize=10.5, leading=13, wordWrap="CJK")
    styles = {"body": body, "title": ParagraphStyle("title", parent=body, fontName="Bold", fontSize=18, leading=26)}
    out = io.BytesIO()
    story = [part for book in books for part in _story(book, styles)]
    document = SimpleDocTemplate(out, pagesize=A4, leftMargin=22 * mm, rightMargin=20 * mm, topMargin=12 * mm,
                                 bottomMargin=8 * mm)  # fmt: skip
    document.build(story)
    return out.getvalue(), document.page


def _story(book: HandbookValues, styles: Mapping[str, ParagraphStyle]) -> Iterator[Any]:
    foot = _foot(book, book_sha256(page_hashes(book)))
    for number, page in enumerate(PAGES, 1):
        values = _printed(book, page)
        if page.form.heading:
            yield Paragraph(page.form.heading, styles["title"])
        for block in page.form.blocks:
            yield from _block(block, values, styles)
        if page.has_foot:
            yield Spacer(1, 6)
            yield _code(foot.qr)
            for line in (*foot.lines, page_number(number, len(PAGES))):
                yield Paragraph(escape(line), styles["body"])
        yield PageBreak()


def _block(block: forms.Block, values: forms.Values, styles: Mapping[str, ParagraphStyle]) -> Iterator[Any]:
    body = styles["body"]
    if isinstance(block, forms.Grid):
        for row in block.rows:
            yield _table([[_said(cell.content, values) for cell in forms.cells_of(row)]], body)
    elif isinstance(block, forms.Rows):
        yield _table(list(_rows(block, values)), body, [column.width_mm * mm for column in block.columns])
    elif isinstance(block, forms.Title):
        yield Paragraph(block.text, styles["title"])
    elif isinstance(block, forms.Caption):
        for text in (block.left, block.right):
            if text is not None:
                yield Paragraph(escape(filled(text, values)), body)
    elif isinstance(block, forms.Note):
        yield Paragraph(escape(block.text), body)
    elif isinstance(block, forms.Plate):
        for item in block.items:
            if isinstance(item, forms.Written):
                yield Paragraph(escape(written(item.value, values)), body)
            elif isinstance(item, forms.At):
                content = item.content
                words = content if isinstance(content, str) else _said(content, values)
                yield Paragraph(escape(words), body)


def _rows(block: forms.Rows, values: forms.Values) -> Iterator[list[str]]:
    yield [column.head for column in block.columns]
    merged = ""
    found = rows_of(block, values)
    count = len(found) if block.grow else max(block.count, len(found))
    for number in range(1, count + 1):
        line = []
        for column in block.columns:
            text = str(number) if isinstance(column.content, forms.Number) else ""
            if number <= len(found) and isinstance(column.content, forms.Value):
                text = written(column.content, found[number - 1])
            if column.merge:
                text, merged = ("" if text == merged else text), text
            line.append(text)
        yield line


def _said(content: Any, values: forms.Values) -> str:
    if isinstance(content, (forms.Label, forms.Fixed)):
        return content.text
    if isinstance(content, forms.Text):
        return filled(content, values)
    if isinstance(content, forms.Value):
        return written(content, values)
    return content.label if isinstance(content, forms.Picture) else ""


def _table(rows: Words, style: ParagraphStyle, widths: list[float] | None = None) -> Table:
    cells = [[Paragraph(escape(text).replace("\n", "<br/>"), style) for text in row] for row in rows]
    table = Table(cells, colWidths=widths or [_MEASURE / len(rows[0])] * len(rows[0]))
    table.setStyle(TableStyle([
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]))  # fmt: skip
    return table


def _code(text: str) -> Drawing:
    rows = _qr_rows(text, 2)
    drawing = Drawing(34, 34)
    unit = 34 / len(rows)
    for y, row in enumerate(rows):
        for x, run in row:
            drawing.add(Rect(x * unit, 34 - (y + 1) * unit, run * unit, unit, strokeWidth=0, fillColor=colors.black))
    return drawing
