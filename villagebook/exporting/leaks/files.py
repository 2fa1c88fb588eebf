"""The leak scan of any finished file: what it is, is told by its content; what lies inside another file is looked at.

A kind that cannot be read is ``unchecked`` and never clean. To read one more kind: one branch in ``_scan``.
"""

from __future__ import annotations

import base64
import binascii
import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from villagebook.base.errors import KnownError
from villagebook.exporting.leaks.archive import BROKEN, Archive, unreadable
from villagebook.exporting.leaks.docx import scan_docx
from villagebook.exporting.leaks.exif import text_of
from villagebook.exporting.leaks.images import is_image, scan_image
from villagebook.exporting.leaks.parts import Inside, scan_parts
from villagebook.exporting.leaks.pdf import scan_pdf
from villagebook.exporting.leaks.pieces import BELOW, Piece, scan_pieces
from villagebook.exporting.leaks.rules import Hit, LeakRules
from villagebook.exporting.leaks.search import scan_text
from villagebook.exporting.leaks.xlsx import scan_cells, scan_xlsx

#: Stands between two values: no digit, no blank, so that nothing is found across them.
_BETWEEN = "\0"
_AT_ONCE = 100_000
#: Keys, hashes, salts and times of the journal: digits without meaning, made by the program.
_MADE = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?:[0-9a-f]{32}){1,2}|\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|\+\d\d:\d\d)?)?"
)
#: Nothing people wrote: hashes, a signature, a key.
_DULL = (".pem", ".sig", "SHA256SUMS")
_OLE, _ZIP, _PDF = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"%PDF-"
_TABLES = (".xls", ".et", ".ods")
_MOST_DEEP = 4
_HTML, _JSON, _CSV = (".html", ".htm"), (".json", ".jsonl"), ".csv"
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_DATA_URI = re.compile(r"data:[\w./+-]*;base64,([A-Za-z0-9+/=\s]{40,})")


def scan_file(name: str, data: bytes, rules: LeakRules) -> tuple[Hit, ...]:
    """Return what a file holds that must not leave, its name included; a kind that cannot be read is ``unchecked``.

    Raises:
        KnownError: the file is broken, so that nothing is known of it.
    """
    hits = list(scan_text(name, rules, "文件名"))
    try:
        hits += _scan(name, data, rules, 0)
    except BROKEN as error:
        raise unreadable(f"“{name}”") from error
    return tuple(hits)


def _scan(name: str, data: bytes, rules: LeakRules, depth: int) -> tuple[Hit, ...]:
    def inside(other: str, content: bytes) -> tuple[Hit, ...]:
        return _inside(other, content, rules, depth + 1)

    lower = name.lower()
    if _PDF in data[:1024]:
        return scan_pdf(data, rules, inside=inside)
    if data.startswith(_ZIP):
        return _zip(data, rules, inside)
    if is_image(data):
        return scan_image(data, rules)
    if data.startswith(_OLE):
        return _old_office(lower, data, rules)
    if lower.endswith((".pdf", ".xlsx", ".docx", ".zip", ".jpg", ".jpeg", ".png", ".webp")):
        raise unreadable(f"“{name}”")
    if lower.endswith(_DULL) or name.endswith(_DULL):
        return ()
    if not _is_text(data):
        return (Hit("unchecked", "不能检查的文件", name),)
    text = _decoded(data)
    if lower.endswith(_HTML) or re.match(r"\s*<(?:!doctype html|html|table)", text, re.IGNORECASE):
        return tuple(_html(text, rules, inside))
    if lower.endswith(_JSON):
        return tuple(_json(data, rules))
    if lower.endswith(_CSV):
        return tuple(scan_pieces(_csv(text), rules))
    return tuple(scan_pieces(_lines(text), rules))


def _inside(name: str, content: bytes, rules: LeakRules, depth: int) -> tuple[Hit, ...]:
    """Scan a file in another one; a broken one does not keep the rest from being looked at."""
    told = scan_text(name, rules, f"{name[:60]} 的文件名")
    if depth > _MOST_DEEP:
        return (*told, Hit("unchecked", "套了太多层", name))
    try:
        found = _scan(name, content, rules, depth)
    except (KnownError, *BROKEN):
        return (*told, Hit("unchecked", "打不开，没有检查", name))
    return (*told, *(replace(hit, where=f"{name} {hit.where}" if hit.where != name else name) for hit in found))


# Zip files


def _zip(data: bytes, rules: LeakRules, inside: Inside) -> tuple[Hit, ...]:
    archive = Archive(data)
    names = set(archive.names)
    if any(name.startswith("xl/workbook.") for name in names):
        found = scan_xlsx(data, rules, inside=inside)
    elif "word/document.xml" in names:
        found = scan_docx(data, rules, inside)
    elif "[Content_Types].xml" in names or "mimetype" in names:
        found = tuple(dict.fromkeys(scan_parts(archive, rules, inside)))
    else:
        hits = [hit for name, content in archive.all() for hit in inside(name, content)]
        found = (*hits, *(Hit("unchecked", why, name) for name, why in archive.unread))
    return (*found, *scan_text(text_of(archive.comment), rules, "压缩包的注释"))


def _old_office(name: str, data: bytes, rules: LeakRules) -> tuple[Hit, ...]:
    """Scan a file of the old office programs: the cells of a table, else whatever looks like text in it."""
    hits: list[Hit] = []
    if name.endswith(_TABLES):
        hits += scan_cells(data, rules)
    known = {(hit.kind, hit.shown) for hit in hits}
    rough = "\0".join((_runs_16(data), _runs_8(data)))
    sure = ("secret_number", "secret_text", "id_number", "mobile", "word", "child")
    hits += [hit for hit in scan_text(rough, rules, "老格式文件里的文字")
             if hit.kind in sure and (hit.kind, hit.shown) not in known]
    return (*hits, Hit("unchecked", "老格式只能粗查，请另存为 xlsx 或 docx 再查", "整个文件"))


def _runs_16(data: bytes) -> str:
    text = data[:len(data) // 2 * 2].decode("utf-16-le", "replace")
    return "\0".join(re.findall(r"[\x20-\x7e\u4e00-\u9fff\uff00-\uffef\u3000-\u303f\r\n]{4,}", text))


def _runs_8(data: bytes) -> str:
    return "\0".join(run.decode("gb18030", "replace") for run in re.findall(rb"[\x20-\x7e\x81-\xfe\r\n]{6,}", data))


# Texts


def _is_text(data: bytes) -> bool:
    return data[:2] in _BOMS or b"\0" not in data[:4096]


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    return text_of(data)


def _lines(text: str) -> Iterator[Piece]:
    for number, line in enumerate(text.splitlines(), 1):
        yield Piece(line, f"第 {number} 行", BELOW)


def _csv(text: str) -> Iterator[Piece]:
    """Yield the cells of a table in text; what is no table any more is read line by line."""
    separator = max(",\t;", key=text[:4096].count)
    headings: list[str] = []
    rows = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
    try:
        for number, row in enumerate(rows, 1):
            if len(row) > len(headings) and number < 6 and not any(char.isdigit() for cell in row for char in cell):
                headings = row
            for place, cell in enumerate(row):
                heading = headings[place].strip() if place < len(headings) and row is not headings else ""
                where = f"第 {number} 行" + (f"“{heading[:12]}”" if heading else f"第 {place + 1} 栏")
                yield Piece(cell, where, row=number)
    except csv.Error:
        yield from _lines(text)


class _Html(HTMLParser):
    """A page taken apart: what is shown, and what stands in comments and attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.hidden: list[tuple[str, str]] = []
        self.rows = 0
        self.pieces: list[Piece] = []
        self._skipped = ""
        self._in_row = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script"):
            self._skipped = tag
        if tag == "tr":
            self.rows, self._in_row = self.rows + 1, True
        self.hidden += [("链接" if key in ("href", "src") else f"属性 {key}", value) for key, value in attrs
                        if value and key not in ("style", "class", "id", "width", "height", "viewbox", "d", "points")]

    def handle_endtag(self, tag: str) -> None:
        self._skipped = "" if tag == self._skipped else self._skipped
        self._in_row = self._in_row and tag != "tr"

    def handle_data(self, data: str) -> None:
        if self._skipped == "script":
            self.hidden.append(("脚本", data))
        elif not self._skipped and data.strip():
            where = f"表格第 {self.rows} 行" if self._in_row else "正文"
            self.pieces.append(Piece(data, where, row=self.rows if self._in_row else None))

    def handle_comment(self, data: str) -> None:
        self.hidden.append(("网页注释", data))


def _html(text: str, rules: LeakRules, inside: Inside) -> Iterator[Hit]:
    page = _Html()
    page.feed(text)
    page.close()
    yield from scan_pieces(page.pieces, rules)
    for where, value in page.hidden:
        picture = _DATA_URI.search(value)
        if picture is None:
            yield from scan_text(value, rules, where)
            continue
        try:
            content = base64.b64decode(picture[1])
        except binascii.Error:
            yield Hit("unchecked", "坏了的图片", where)
            continue
        yield from inside("网页里的图片", content)


def values_of(value: Any) -> Iterator[str]:
    """Yield the texts and numbers in plain JSON that people may have typed."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from values_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from values_of(item)
    elif value is not None and not isinstance(value, bool):
        text = str(value)
        if not _MADE.fullmatch(text):
            yield text


def _json(data: bytes, rules: LeakRules) -> Iterator[Hit]:
    waiting: list[str] = []
    length = 0
    lines = data.splitlines() if b"\n{" in data else [data]
    for number, line in enumerate(lines, 1):
        for text in values_of(json.loads(line)) if line.strip() else ():
            waiting.append(text)
            length += len(text)
        if length > _AT_ONCE or number == len(lines):
            yield from scan_text(_BETWEEN.join(waiting), rules, f"第 {number} 行以前")
            waiting, length = [], 0
