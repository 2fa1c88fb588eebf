"""The leak scan of a finished workbook: all cells of all sheets, hidden ones too, and everything around them.

Cells are read with their addresses; comments, headers and footers, names, hyperlinks, drawings, properties, formulas
and left-over shared strings are read from the parts of the file.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from villagebook.base.errors import KnownError
from villagebook.base.progress import QUIET, Progress
from villagebook.exporting.leaks.rules import Hit, LeakRules
from villagebook.exporting.leaks.search import find, masked
from villagebook.exporting.leaks.squeeze import squeeze
from villagebook.exporting.letters import column_letters

if TYPE_CHECKING:
    import python_calamine

#: Stands between two cells: no digit, no blank, so that nothing is found across cells.
_BETWEEN = "\0"
_CELLS_AT_ONCE = 5_000
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_FORMULA = re.compile(r"<f[^>]*>([^<]+)</f>")
_SHEET_DATA = re.compile(r"<sheetData.*</sheetData>", re.DOTALL)
_TEXT = re.compile(r">([^<]+)<")
#: Attributes in which people's text stands; others hold ids, colours and sizes.
_ATTRIBUTE = re.compile(r'\b(?:Target|name|tooltip|display|location|descr|title|author)="([^"]+)"')
#: Parts without people's text; dates in them look like numbers.
_DULL = re.compile(r"xl/(?:styles|calcChain|theme/.*)\.xml|\[Content_Types\]\.xml|docProps/app\.xml")

Piece = tuple[str, str, str | None, str | None]
"""Text, its place in words, sheet and cell (None outside cells)."""


def scan_xlsx(data: bytes, rules: LeakRules, *, progress: Progress = QUIET) -> tuple[Hit, ...]:
    """Return what a workbook holds that must not leave: cells first, then the rest; empty if nothing was found.

    Raises:
        KnownError: the workbook cannot be opened, so that nothing is known of it.
    """
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        cells = list(_scan(_cells(book, progress), rules))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            known = {(hit.kind, hit.shown) for hit in cells}
            around = [hit for hit in _scan(_parts(archive), rules) if (hit.kind, hit.shown) not in known]
    except (python_calamine.CalamineError, zipfile.BadZipFile) as error:
        raise KnownError("leaks.unreadable", "这个表格文件打不开，没有检查", "请重新导出") from error
    return (*cells, *around)


def _cells(book: python_calamine.CalamineWorkbook, progress: Progress) -> Iterator[Piece]:
    for index, name in enumerate(book.sheet_names):
        progress.step(index, len(book.sheet_names), "正在检查成品文件")
        yield name, "工作表名称", name, None
        rows = book.get_sheet_by_index(index).to_python(skip_empty_area=False)
        for row, values in enumerate(rows, 1):
            for column, value in enumerate(values):
                text = _cell_text(value)
                if text:
                    address = f"{column_letters(column)}{row}"
                    yield text, f"工作表“{name}”的 {address}", name, address


def _cell_text(value: object) -> str:
    """Return what a cell would show of secrets; dates cannot hold any."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool | dt.date | dt.time | dt.timedelta) or value is None:
        return ""
    return str(value)


def _parts(archive: zipfile.ZipFile) -> Iterator[Piece]:
    for name in archive.namelist():
        if not name.endswith((".xml", ".rels", ".vml")) or _DULL.fullmatch(name):
            continue
        content = archive.read(name).decode("utf-8", "replace")
        texts = []
        if _SHEET.fullmatch(name):
            texts = _FORMULA.findall(content)
            content = _SHEET_DATA.sub("", content)
        for text in (*texts, *_TEXT.findall(content), *_ATTRIBUTE.findall(content)):
            yield unescape(text), f"文件的 {name}", None, None


def _scan(pieces: Iterator[Piece], rules: LeakRules) -> Iterator[Hit]:
    batch: list[Piece] = []
    for piece in pieces:
        batch.append(piece)
        if len(batch) == _CELLS_AT_ONCE:
            yield from _scan_batch(batch, rules)
            batch = []
    yield from _scan_batch(batch, rules)


def _scan_batch(batch: list[Piece], rules: LeakRules) -> Iterator[Hit]:
    """Search many short texts as one long one: a search of its own for each cell takes ten times as long."""
    starts = []
    length = 0
    for text, *_ in batch:
        starts.append(length)
        length += len(text) + 1
    found = squeeze(_BETWEEN.join(text for text, *_ in batch))
    for kind, (start, end) in find(found, rules):
        _, where, sheet, cell = batch[bisect_right(starts, found.origin[start]) - 1]
        yield Hit(kind, masked(kind, found.text[start:end]), where, sheet=sheet, cell=cell)
