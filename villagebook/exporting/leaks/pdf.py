"""The leak scan of a finished PDF: every page's text and annotations, bookmarks, properties, attached files."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from villagebook.base.errors import KnownError
from villagebook.base.locks import PDFIUM
from villagebook.base.progress import QUIET, Progress
from villagebook.exporting.leaks.rules import Hit, LeakRules, Rect
from villagebook.exporting.leaks.search import find, masked, scan_text
from villagebook.exporting.leaks.squeeze import NARROW, NO_GAP, squeeze

if TYPE_CHECKING:
    import pypdfium2

_PROPERTIES = ("Title", "Author", "Subject", "Keywords")
#: A blank between digits is a quarter of the type size; the way to the next column is wider than a digit is high.
_BLANK_IN_HEIGHTS = 0.8
#: A number broken inside a narrow cell goes on right below, after less than this.
_LINE_IN_HEIGHTS = 1.5
_SURROGATE = 0xD800


def scan_pdf(data: bytes, rules: LeakRules, *, progress: Progress = QUIET) -> tuple[Hit, ...]:
    """Return what a PDF shows that must not leave, in order of pages; empty if nothing was found.

    Raises:
        KnownError: the PDF cannot be opened, so that nothing is known of it.
    """
    with PDFIUM:
        return _scan(data, rules, progress)


def _scan(data: bytes, rules: LeakRules, progress: Progress) -> tuple[Hit, ...]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise KnownError("leaks.unreadable", "这个 PDF 打不开，没有检查", "请重新生成") from error
    hits: list[Hit] = []
    try:
        for index in range(len(document)):
            progress.step(index, len(document), "正在检查成品文件")
            page = document[index]
            hits.extend(_page_hits(page, index + 1, rules))
            page.close()
        hits.extend(_outside_pages(document, rules))
    finally:
        document.close()
    return tuple(hits)


def _page_hits(page: pypdfium2.PdfPage, number: int, rules: LeakRules) -> Iterator[Hit]:
    where = f"第 {number} 页"
    text = page.get_textpage()
    chars = _characters(text)
    yield from _text_hits(text, chars, number, rules)
    text.close()
    if not chars and _has_image(page):
        yield Hit("unchecked", "只有图像、没有文字", where, page=number)
    for note in _notes(page):
        for hit in scan_text(note, rules, f"{where}的批注"):
            yield Hit(hit.kind, hit.shown, hit.where, page=number)


def _text_hits(text: pypdfium2.PdfTextPage, chars: list[str], number: int, rules: LeakRules) -> Iterator[Hit]:
    found = squeeze(chars)
    boxes: dict[int, Rect] = {}

    def box(index: int) -> Rect:
        origin = found.origin[index]
        if origin not in boxes:
            boxes[origin] = text.get_charbox(origin)
        return boxes[origin]

    def tight(index: int) -> bool:
        before, after = box(index - 1), box(index)
        height = max(before[3] - before[1], after[3] - after[1])
        if _same_line(before, after):
            return after[0] - before[2] < _BLANK_IN_HEIGHTS * height
        first = index - 1
        while first and (found.gaps[first] == NO_GAP or (found.gaps[first] == NARROW and tight(first))):
            first -= 1
        below = 0 < before[1] - after[3] < _LINE_IN_HEIGHTS * height
        return below and box(first)[0] - height < after[0] < before[2]

    for kind, (start, end) in find(found, rules, tight):
        rects = _lines([box(index) for index in range(start, end)])
        yield Hit(kind, masked(kind, found.text[start:end]), f"第 {number} 页", page=number, rects=rects)


def _characters(text: pypdfium2.PdfTextPage) -> list[str]:
    """Return the page's characters one by one, so that an index is the index of a character's box."""
    import pypdfium2.raw as raw

    codes = [raw.FPDFText_GetUnicode(text.raw, index) for index in range(raw.FPDFText_CountChars(text.raw))]
    # Halves of a surrogate pair (rare names) are never part of a number; they only must not stop the scan.
    return [chr(code) if code < _SURROGATE or 0xDFFF < code <= 0x10FFFF else "\ufffd" for code in codes]


def _same_line(one: Rect, other: Rect) -> bool:
    return min(one[3], other[3]) > max(one[1], other[1])


def _lines(boxes: list[Rect]) -> tuple[Rect, ...]:
    """Join the boxes of characters into one rectangle for each line."""
    lines: list[Rect] = []
    for box in boxes:
        if lines and _same_line(lines[-1], box) and box[0] >= lines[-1][0]:
            last = lines.pop()
            box = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        lines.append(box)
    return tuple(lines)


def _has_image(page: pypdfium2.PdfPage) -> bool:
    import pypdfium2.raw as raw

    return next(iter(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,))), None) is not None


def _notes(page: pypdfium2.PdfPage) -> Iterator[str]:
    import pypdfium2.raw as raw

    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        for key in (b"Contents", b"T", b"V"):
            yield _annotation_text(annotation, key)
        raw.FPDFPage_CloseAnnot(annotation)


def _annotation_text(annotation: Any, key: bytes) -> str:
    """Return one string of an annotation; PDFium is asked for its size first."""
    import pypdfium2.raw as raw

    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _outside_pages(document: pypdfium2.PdfDocument, rules: LeakRules) -> Iterator[Hit]:
    properties = document.get_metadata_dict()
    for key in _PROPERTIES:
        yield from scan_text(properties.get(key, ""), rules, f"文件属性 {key}")
    for bookmark in document.get_toc():
        yield from scan_text(bookmark.get_title(), rules, "书签")
    if document.count_attachments():
        yield Hit("unchecked", f"{document.count_attachments()} 个附件", "文件附件")
