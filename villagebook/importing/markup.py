"""Tables written as markup under the name .xls: web pages, and the XML that spreadsheets wrote in 2003.

Both are read with the tolerant parser for web pages: old exports close nothing properly, and nothing in such a
file (entities, scripts, addresses) is ever followed. Cells are text as shown; of the XML, numbers too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from villagebook.base.text import is_blank
from villagebook.importing.package import MAX_CELLS, WIDEST
from villagebook.importing.sheets import Area, Cell, Row, Sheet

_CELLS = {"td", "th", "cell"}
_ROWS = {"tr", "row"}
_TABLES = {"table"}
_SILENT = {"script", "style"}
_LONGEST = 1_048_576
_LAYOUT = re.compile(r"[ \t\r\n]+")
# A page can claim that a cell spans millions of others; no list merges more than this in all.
_MOST_MERGED = 1_000_000


class TooWideError(Exception):
    """A table goes on for more cells than a list has; its arguments are row and column, counted from 1."""


def read_tables(text: str) -> tuple[Sheet, ...]:
    """Return every table of a page that holds anything, in order of appearance.

    Raises:
        ValueError: the page is broken beyond what browsers forgive.
        TooWideError: a table is larger than any list.
    """
    parser = _Tables()
    try:
        parser.feed(text)
        parser.close()
    except AssertionError as error:  # the parser's way of saying "unknown declaration"
        raise ValueError("broken page") from error
    parser.finish()
    sheets = []
    for number, grid in enumerate(parser.done, start=1):
        rows = grid.rows()
        if any(cell is not None for row in rows for cell in row):
            sheets.append(Sheet(grid.name or f"表{number}", rows, tuple(grid.merged)))
    return tuple(sheets)


@dataclass
class _Grid:
    """One table while it is read: cells by (row, column), and where the next one goes."""

    name: str = ""
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    taken: set[tuple[int, int]] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    row: int = -1
    column: int = 0

    def next_row(self, index: int | None) -> None:
        self.row = max(self.row + 1, min(index, _LONGEST) - 1 if index else 0)
        self.column = 0

    def place(self, cell: Cell, down: int, across: int, index: int | None) -> None:
        self.row = max(self.row, 0)
        if index:
            self.column = max(self.column, min(index, WIDEST + 1) - 1)
        while (self.row, self.column) in self.taken:
            self.column += 1
        if cell is not None:
            if self.column >= WIDEST or len(self.cells) >= MAX_CELLS // 4:
                raise TooWideError(self.row + 1, self.column + 1)
            self.cells[self.row, self.column] = cell
        if down * across > 1 and len(self.taken) + down * across <= _MOST_MERGED:
            area = Area(self.row, self.column, self.row + down - 1, self.column + across - 1)
            self.merged.append(area)
            self.taken.update(
                (r, c) for r in range(area.top, area.bottom + 1) for c in range(area.left, area.right + 1)
            )
        self.column += across

    def rows(self) -> tuple[Row, ...]:
        wide: dict[int, int] = {}
        for row, column in self.cells:
            wide[row] = max(wide.get(row, 0), column + 1)
        height = max(wide, default=-1) + 1
        return tuple(
            tuple(self.cells.get((row, column)) for column in range(wide.get(row, 0))) for row in range(height)
        )


@dataclass
class _Open:
    """A cell whose end has not come yet."""

    down: int
    across: int
    index: int | None
    text: list[str] = field(default_factory=list)
    is_number: bool = False
    is_xml: bool = False


class _Tables(HTMLParser):
    """Collects tables; a table inside a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[_Grid] = []
        self._stack: list[tuple[_Grid, _Open | None]] = []
        self._cell: _Open | None = None
        self._sheet = ""
        self._silent = 0

    def finish(self) -> None:
        """Close what the page left open."""
        while self._stack:
            self._end_table()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = tag.rpartition(":")[2]
        given = {name.rpartition(":")[2]: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag == "worksheet":
            self._sheet = given.get("name", "")
        elif tag in _TABLES:
            self._stack.append((_Grid(self._sheet), self._cell))
            self._cell = None
            self.done.append(self._stack[-1][0])
        elif tag in _ROWS and self._stack:
            self._end_cell()
            self._stack[-1][0].next_row(_count(given.get("index")))
        elif tag in _CELLS and self._stack:
            self._end_cell()
            self._cell = _opened(given)
        elif tag == "br" and self._cell is not None:
            self._cell.text.append("\n")
        elif tag == "data" and self._cell is not None:
            self._cell.is_xml = True
            self._cell.is_number = given.get("type") == "Number"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag.rpartition(":")[2] not in {"br"}:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _CELLS or tag in _ROWS:
            self._end_cell()
        elif tag in _TABLES and self._stack:
            self._end_table()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            # Line breaks in a page's source are layout; in the XML they are the cell's own.
            self._cell.text.append(data if self._cell.is_xml else _LAYOUT.sub(" ", data))

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is not None and self._stack:
            self._stack[-1][0].place(_value(cell), cell.down, cell.across, cell.index)

    def _end_table(self) -> None:
        self._end_cell()
        self._cell = self._stack.pop()[1]


def _opened(given: dict[str, str]) -> _Open:
    down = _count(given.get("rowspan")) or (_count(given.get("mergedown")) or 0) + 1
    across = _count(given.get("colspan")) or (_count(given.get("mergeacross")) or 0) + 1
    # Pages close a table with a cell that spans "all" rows; nobody merges more than this.
    return _Open(min(down, 1000), min(across, 1000), _count(given.get("index")))


def _count(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None


def _value(cell: _Open) -> Cell:
    text = "".join(cell.text)
    if is_blank(text):
        return None
    if cell.is_number:
        try:
            return float(text)
        except ValueError:
            return text
    if cell.is_xml:
        return text
    lines = [line.strip(" \xa0") for line in text.split("\n")]
    return "\n".join(line for line in lines if line)
