"""The plain table that is exported: columns, rows and totals, as the ledgers give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from villagebook.base.errors import UserError
from villagebook.exporting.dress import DRESSES, Cell, cell

TOTAL_WORD = "合计"
#: What a spreadsheet holds at most.
MAX_ROWS, MAX_TEXT = 1_048_576, 32_767


class ExportColumn(Protocol):
    """One column; the columns of ledgers fit as they are."""

    @property
    def id(self) -> str:
        """Key of the value in a row."""

    @property
    def heading(self) -> str:
        """Heading without unit."""

    @property
    def unit(self) -> str | None:
        """Unit shown in the heading, None if the values have none."""

    @property
    def kind(self) -> str:
        """One of ``dress.DRESSES``."""

    @property
    def total(self) -> bool:
        """Whether the column has a total."""


Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ExportTable:
    """One sheet.

    Attributes:
        title: Stands above the table and names the sheet.
        columns: At least one.
        rows: Native values by column id (money int 分, Decimal, date, aware time, str, None); read once.
        totals: Native values by column id for the row 合计, None if there is no such row. They are written as given
            and only under columns with ``total``.
        subtitle: A second line above the table (village, day, number of rows); empty if there is none.
        frozen_columns: How many columns stay in view when scrolling sideways.
    """

    title: str
    columns: Sequence[ExportColumn]
    rows: Iterable[Row]
    totals: Row | None = None
    subtitle: str = ""
    frozen_columns: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """An ExportTable turned into cells, row by row, exactly as the sheet will hold them.

    Attributes:
        header: Index of the heading row, counted from 1; what stands above are title and subtitle.
        lines: All rows from the first: title, subtitle, headings, rows, totals.
        has_totals: Whether the last line is 合计.
    """

    title: str
    kinds: tuple[str, ...]
    header: int
    lines: list[tuple[Cell, ...]]
    has_totals: bool
    frozen_columns: int

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.kinds)


def heading(column: ExportColumn) -> str:
    """Return the heading with its unit, e.g. 人均纯收入（元）."""
    if not column.unit or f"（{column.unit}）" in column.heading:
        return column.heading
    return f"{column.heading}（{column.unit}）"


def grid(table: ExportTable) -> Grid:
    """Return the cells of a table.

    Raises:
        UserError: there are more rows, or a longer text, than a spreadsheet can hold.
    """
    columns = tuple(table.columns)
    if not columns:
        raise ValueError(f"{table.title}: no columns")
    lines = _head(table, columns)
    header = len(lines)
    lines.extend(cells(columns, row) for row in table.rows)
    if table.totals is not None:
        lines.append(_total_line(columns, table.totals))
    check_size(table.title, lines)
    return Grid(table.title, tuple(c.kind for c in columns), header, lines, table.totals is not None,
                min(table.frozen_columns, len(columns) - 1))


def cells(columns: Sequence[ExportColumn], row: Row) -> tuple[Cell, ...]:
    """Return one row as cells; a column id that the row does not have is a programming error."""
    return tuple(cell(DRESSES[column.kind], row[column.id]) for column in columns)


def _head(table: ExportTable, columns: Sequence[ExportColumn]) -> list[tuple[Cell, ...]]:
    blank: tuple[Cell, ...] = (None,) * (len(columns) - 1)
    above: list[tuple[Cell, ...]] = [(text, *blank) for text in (table.title, table.subtitle) if text]
    return [*above, tuple(heading(column) for column in columns)]


def _total_line(columns: Sequence[ExportColumn], totals: Row) -> tuple[Cell, ...]:
    line = [cell(DRESSES[c.kind], totals.get(c.id)) if c.total else None for c in columns]
    # The word stands under the first column without a total; the reader of lists knows the row by it.
    place = next((index for index, column in enumerate(columns) if not column.total), None)
    if place is not None:
        line[place] = TOTAL_WORD
    return tuple(line)


def check_size(title: str, lines: Sequence[Sequence[Cell]]) -> None:
    """Refuse what spreadsheet programs cannot open.

    Raises:
        UserError: there are more rows, or a longer text, than a spreadsheet can hold.
    """
    if len(lines) > MAX_ROWS:
        raise UserError("export.too_many_rows", f"“{title}”有 {len(lines)} 行，一张表最多 {MAX_ROWS} 行",
                        "请筛选后分次导出")
    for number, line in enumerate(lines, 1):
        if any(isinstance(value, str) and len(value) > MAX_TEXT for value in line):
            raise UserError("export.text_too_long", f"“{title}”第 {number} 行有一格文字超过 {MAX_TEXT} 个字",
                            "表格放不下，请先缩短这一格")
