"""The leak scan of a finished PDF: pages' text, annotations and pictures, bookmarks, properties, files inside."""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from villagebook.base.locks import PDFIUM
from villagebook.base.progress import QUIET, Progress
from villagebook.exporting.leaks.archive import BROKEN, unreadable
from villagebook.exporting.leaks.images import scan_image
from villagebook.exporting.leaks.markup import UnreadableError, parse, properties
from villagebook.exporting.leaks.parts import Inside
from villagebook.exporting.leaks.pdf_objects import property_name, read_objects
from villagebook.exporting.leaks.pdf_place import Places
from villagebook.exporting.leaks.rules import Hit, LeakRules, Rect
from villagebook.exporting.leaks.search import find, masked, scan_text
from villagebook.exporting.leaks.squeeze import NARROW, NO_GAP, squeeze

if TYPE_CHECKING:
    import pypdfium2

_PROPERTIES = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer")
_NOTES = (b"Contents", b"T", b"V", b"DV", b"TU", b"Subj", b"RC")
#: A picture that covers so much of a page may hold text that nobody can read here.
_LARGE_PICTURE = 0.3
_PHOTOS = ("DCTDecode", "JPXDecode")
#: A blank between digits is a quarter of the type size; the way to the next column is wider than a digit is high.
_BLANK_IN_HEIGHTS = 0.8
#: A number broken inside a narrow cell goes on right below, after less than this.
_LINE_IN_HEIGHTS = 1.5
_SURROGATE = 0xD800


def scan_pdf(
    data: bytes, rules: LeakRules, *, progress: Progress = QUIET, inside: Inside | None = None
) -> tuple[Hit, ...]:
    """Return what a PDF shows that must not leave, in order of pages; empty if nothing was found.

    Args:
        inside: Scans a file attached to the PDF; without it an attachment is ``unchecked``.

    Raises:
        KnownError: the PDF cannot be opened, so that nothing is known of it.
    """
    with PDFIUM:
        return _Scan(data, rules, inside or _nothing).run(progress)


def _nothing(name: str, _data: bytes) -> tuple[Hit, ...]:
    return (Hit("unchecked", "不能检查的文件", name),)


class _Scan:
    """One PDF being scanned."""

    def __init__(self, data: bytes, rules: LeakRules, inside: Inside) -> None:
        self._data, self._rules, self._inside = data, rules, inside
        self._pictures: dict[bytes, tuple[Hit, ...]] = {}
        self._files: set[bytes] = set()

    def run(self, progress: Progress) -> tuple[Hit, ...]:
        """Return all hits."""
        import pypdfium2

        try:
            document = pypdfium2.PdfDocument(self._data)
        except pypdfium2.PdfiumError as error:
            raise unreadable("这个 PDF ", "请重新生成；有密码的先去掉密码") from error
        hits: list[Hit] = []
        try:
            for index in range(len(document)):
                progress.step(index, len(document), "正在检查成品文件")
                hits.extend(self._page(document, index))
            hits.extend(self._around(document))
        finally:
            document.close()
        return tuple(hits)

    def _page(self, document: pypdfium2.PdfDocument, index: int) -> Iterator[Hit]:
        import pypdfium2

        try:
            page = document[index]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            yield Hit("unchecked", "坏了的一页", f"第 {index + 1} 页", page=index + 1)
            return
        chars = _characters(text)
        yield from _PageText(page, text, chars, index + 1, self._rules).hits()
        text.close()
        yield from self._images(page, index + 1, written=any(char.strip() for char in chars))
        yield from self._notes(document, page, index + 1)
        page.close()

    def _images(self, page: pypdfium2.PdfPage, number: int, *, written: bool) -> Iterator[Hit]:
        import pypdfium2.raw as raw

        large = False
        width, height = page.get_size()
        for one in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=8):
            left, bottom, right, top = one.get_bounds()
            large = large or (right - left) * (top - bottom) > _LARGE_PICTURE * width * height or not written
            if any(name in _PHOTOS for name in one.get_filters()):
                content = bytes(one.get_data(decode_simple=True))
                key = hashlib.sha256(content).digest()
                if key not in self._pictures:
                    self._pictures[key] = scan_image(content, self._rules, "")
                for hit in self._pictures[key]:
                    yield replace(hit, where=f"第 {number} 页的照片信息{hit.where}", page=number)
        if large:
            yield Hit("unchecked", "图像里的文字" if written else "只有图像、没有文字", f"第 {number} 页", page=number)

    def _notes(self, document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, number: int) -> Iterator[Hit]:
        import pypdfium2
        import pypdfium2.raw as raw

        for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
            annotation = raw.FPDFPage_GetAnnot(page.raw, index)
            if not annotation:
                continue
            for key in _NOTES:
                for hit in scan_text(_annotation_text(annotation, key), self._rules, f"第 {number} 页的批注"):
                    yield replace(hit, page=number)
            attached = raw.FPDFAnnot_GetFileAttachment(annotation)
            if attached:
                yield from self._file(pypdfium2.PdfAttachment(attached, document))
            raw.FPDFPage_CloseAnnot(annotation)

    def _file(self, attached: pypdfium2.PdfAttachment) -> Iterator[Hit]:
        name = attached.get_name() or "附件"
        try:
            content = bytes(attached.get_data())
        except BROKEN:
            yield Hit("unchecked", "读不出来的附件", f"文件附件 {name}")
            return
        yield from self._content(name, content)

    def _content(self, name: str, content: bytes) -> Iterator[Hit]:
        key = hashlib.sha256(content).digest()
        if key not in self._files:
            self._files.add(key)
            yield from (replace(hit, where=f"文件附件 {hit.where}", rects=()) for hit in self._inside(name, content))

    def _around(self, document: pypdfium2.PdfDocument) -> Iterator[Hit]:
        """Yield what stands outside of the pages; what PDFium and the file's objects both tell, once."""
        known: set[tuple[str, str]] = set()
        for hit in self._told(document):
            known.add((hit.kind, hit.shown))
            yield hit
        for index in range(document.count_attachments()):
            yield from self._file(document.get_attachment(index))
        found = read_objects(self._data)
        for where, text in (*found.texts, *_packets(found.xmp)):
            for hit in scan_text(text, self._rules, where):
                if (hit.kind, hit.shown) not in known:
                    known.add((hit.kind, hit.shown))
                    yield hit
        for content in found.files:
            yield from self._content("附件", content)
        if found.encrypted:
            yield Hit("unchecked", "加了密的内容", "文件属性")

    def _told(self, document: pypdfium2.PdfDocument) -> Iterator[Hit]:
        properties_told = document.get_metadata_dict()
        for key in _PROPERTIES:
            yield from scan_text(properties_told.get(key, ""), self._rules, property_name(key))
        for bookmark in document.get_toc():
            yield from scan_text(bookmark.get_title(), self._rules, "书签")


def _packets(packets: tuple[bytes, ...]) -> Iterator[tuple[str, str]]:
    for packet in packets:
        try:
            root = parse(packet.strip(b"\0 \r\n\t"))
        except UnreadableError:
            yield "文件属性", packet.decode("utf-8", "replace")
            continue
        yield from ((f"文件属性 {name}", text) for name, text in properties(root))


class _PageText:
    """The text of one page, with the places of its characters."""

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, chars: list[str], number: int,
                 rules: LeakRules) -> None:
        self._page, self._text, self._chars, self._number, self._rules = page, text, chars, number, rules
        self._found = squeeze(chars)
        self._boxes: dict[int, Rect] = {}
        self._places: Places | None = None

    def hits(self) -> Iterator[Hit]:
        """Yield what the text shows."""
        found = self._found
        for kind, (start, end) in find(found, self._rules, self._tight, self._line):
            rects = _lines([self._box(index) for index in range(start, end)])
            where = f"第 {self._number} 页{self.places().of(rects)}"
            yield Hit(kind, masked(kind, found.text[start:end]), where, page=self._number, rects=rects)

    def places(self) -> Places:
        """The page's rows and columns; read when the first hit asks for them."""
        if self._places is None:
            boxes = [self._text.get_charbox(index) for index in range(len(self._chars))]
            self._places = Places(self._page, self._chars, boxes)
        return self._places

    def _line(self, span: tuple[int, int]) -> str:
        return squeeze(self.places().row_text(self._box(span[0]))).text

    def _box(self, index: int) -> Rect:
        origin = self._found.origin[index]
        if origin not in self._boxes:
            self._boxes[origin] = self._text.get_charbox(origin)
        return self._boxes[origin]

    def _tight(self, index: int) -> bool:
        found, box = self._found, self._box
        before, after = box(index - 1), box(index)
        height = max(before[3] - before[1], after[3] - after[1])
        if _same_line(before, after):
            return after[0] - before[2] < _BLANK_IN_HEIGHTS * height
        first = index - 1
        while first and (found.gaps[first] == NO_GAP or (found.gaps[first] == NARROW and self._tight(first))):
            first -= 1
        below = 0 < before[1] - after[3] < _LINE_IN_HEIGHTS * height
        return below and box(first)[0] - height < after[0] < before[2]


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


def _annotation_text(annotation: Any, key: bytes) -> str:
    """Return one string of an annotation; PDFium is asked for its size first."""
    import pypdfium2.raw as raw

    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
