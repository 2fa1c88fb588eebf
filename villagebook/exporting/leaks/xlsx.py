"""The leak scan of a finished workbook: all cells of all sheets, hidden ones too, and everything around them.

Cells are read with their addresses; comments, headers and footers, names, hyperlinks, drawings, properties, formulas,
pictures and left-over shared strings are read from the parts of the file.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from villagebook.base.progress import QUIET, Progress
from villagebook.exporting.leaks.archive import BROKEN, Archive, unreadable
from villagebook.exporting.leaks.markup import Element, UnreadableError, local, parse
from villagebook.exporting.leaks.parts import Inside, scan_parts
from villagebook.exporting.leaks.pieces import Piece, scan_pieces
from villagebook.exporting.leaks.rules import Hit, LeakRules
from villagebook.exporting.letters import column_letters

if TYPE_CHECKING:
    import python_calamine

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
#: Headings stand in one of the first rows.
_HEAD_ROWS = 8
_LONGEST_HEADING = 20
#: Rows and columns are told by their marks: as a tree a large sheet would fill the memory.
_LINE, _VALUE = re.compile(rb"<(?:\w+:)?(row|col)\b[^>]*>"), re.compile(rb'\b(\w+)="([^"]*)"')
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


def scan_xlsx(
    data: bytes, rules: LeakRules, *, progress: Progress = QUIET, inside: Inside | None = None
) -> tuple[Hit, ...]:
    """Return what a workbook holds that must not leave: cells first, then the rest; empty if nothing was found.

    Raises:
        KnownError: the workbook cannot be opened, so that nothing is known of it.
    """
    archive = Archive(data)
    cells = list(scan_cells(data, rules, progress))
    if any(hit.cell for hit in cells):
        hidden = _Hidden(archive)
        cells = [replace(hit, where=f"{hit.where}{hidden.of(hit)}") if hit.sheet else hit for hit in cells]
    sheets = [name for name in archive.names if _SHEET.fullmatch(name)]
    around = scan_parts(archive, rules, inside or _nothing, known=(*sheets,))
    known = {(hit.kind, hit.shown) for hit in cells}
    left_over = "删掉后留在文件里的文字"
    rest = [hit for hit in around if not (hit.where.startswith(left_over) and (hit.kind, hit.shown) in known)]
    return (*cells, *rest)


def scan_cells(data: bytes, rules: LeakRules, progress: Progress = QUIET) -> Iterator[Hit]:
    """Yield the leaks in the cells of a workbook, xls and ods too.

    Raises:
        KnownError: it cannot be opened.
    """
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        pieces = list(_cells(book, progress))
    except (python_calamine.CalamineError, *BROKEN) as error:
        raise unreadable("这个表格文件", "请重新导出") from error
    except BaseException as error:
        # The library's own way to stop on a damaged file; it is no Exception.
        if type(error).__name__ == "PanicException":
            raise unreadable("这个表格文件", "请重新导出") from error
        raise
    yield from scan_pieces(pieces, rules)


def _nothing(name: str, _data: bytes) -> tuple[Hit, ...]:
    return (Hit("unchecked", "不能检查的文件", name),)


def _cells(book: python_calamine.CalamineWorkbook, progress: Progress) -> Iterator[Piece]:
    for index, name in enumerate(book.sheet_names):
        progress.step(index, len(book.sheet_names), "正在检查成品文件")
        yield Piece(name, "工作表名称", sheet=name)
        if str(book.sheets_metadata[index].typ).rpartition(".")[2] != "WorkSheet":
            continue
        rows = book.get_sheet_by_index(index).to_python(skip_empty_area=False)
        top, headings = _headings(rows[:_HEAD_ROWS])
        for row, values in enumerate(rows, 1):
            for column, value in enumerate(values):
                text = _cell_text(value)
                if text:
                    address = f"{column_letters(column)}{row}"
                    heading = headings.get(column, "") if row > top else ""
                    where = f"工作表“{name}”的 {address}" + (f"“{heading}”" if heading else "")
                    yield Piece(text, where, row=(index, row), sheet=name, cell=address)


def _headings(rows: Sequence[Sequence[object]]) -> tuple[int, dict[int, str]]:
    """Return the number of the row of headings, and column -> heading; (0, {}) if there is none."""
    best = 0
    found: dict[int, str] = {}
    for number, row in enumerate(rows, 1):
        texts = {
            column: value.strip() for column, value in enumerate(row)
            if isinstance(value, str) and value.strip() and len(value) <= _LONGEST_HEADING
            and not any(char.isdigit() for char in value)
        }  # fmt: skip
        # The first of the rows that has most of them: below stand people's names.
        if len(texts) > max(len(found), 1):
            best, found = number, texts
    return best, found


def _cell_text(value: object) -> str:
    """Return what a cell would show of secrets; dates cannot hold any."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool | dt.date | dt.time | dt.timedelta) or value is None:
        return ""
    return str(value)


class _Hidden:
    """Which sheets, rows and columns of a workbook nobody sees."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._sheets: dict[str, tuple[bool, str]] = {}
        self._lines: dict[str, tuple[set[int], list[tuple[int, int]]]] = {}
        book, links = _part(archive, "xl/workbook.xml"), _part(archive, "xl/_rels/workbook.xml.rels")
        targets = {one.get("Id"): one.get("Target") or "" for one in links.iter()} if links is not None else {}
        for one in book.iter() if book is not None else ():
            if local(one.tag) == "sheet":
                key = next((value for name, value in one.items() if local(name) == "id"), None)
                path = (targets.get(key) or "").lstrip("/")
                path = path if path.startswith("xl/") else f"xl/{path}"
                self._sheets[one.get("name") or ""] = (one.get("state", "visible") != "visible", path)

    def of(self, hit: Hit) -> str:
        """Return in words why a hit's cell is not seen; empty if it is."""
        hidden, path = self._sheets.get(hit.sheet or "", (False, ""))
        if hidden:
            return "（隐藏的工作表）"
        address = _ADDRESS.fullmatch(hit.cell or "")
        if address is None or not path:
            return ""
        rows, columns = self._of_sheet(path)
        if int(address[2]) in rows:
            return "（隐藏的行）"
        number = 0
        for letter in address[1]:
            number = 26 * number + ord(letter) - 64
        return "（隐藏的列）" if any(first <= number <= last for first, last in columns) else ""

    def _of_sheet(self, path: str) -> tuple[set[int], list[tuple[int, int]]]:
        if path not in self._lines:
            rows: set[int] = set()
            columns: list[tuple[int, int]] = []
            content = self._archive.get(path) or b""
            for found in _LINE.finditer(content):
                told = dict(_VALUE.findall(found[0]))
                if told.get(b"hidden") not in (b"1", b"true"):
                    continue
                if found[1] == b"row" and told.get(b"r", b"").isdigit():
                    rows.add(int(told[b"r"]))
                elif found[1] == b"col" and told.get(b"min", b"").isdigit() and told.get(b"max", b"").isdigit():
                    columns.append((int(told[b"min"]), int(told[b"max"])))
            self._lines[path] = rows, columns
        return self._lines[path]


def _part(archive: Archive, name: str) -> Element | None:
    content = archive.get(name)
    if content is None:
        return None
    try:
        return parse(content)
    except UnreadableError:
        return None
