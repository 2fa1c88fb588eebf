"""The plain table that is exported: columns, rows and totals, as the ledgers give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from villagebook.base.errors import UserError
from villagebook.exporting.dress import DRESSES, Cell, cell, shown
from villagebook.exporting.letters import column_letters

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


#: So many characters of width stand on one sheet of A3 on its side and can still be read; more go on beside it.
SHEET_CHARACTERS = 260
_LINE_HEIGHT, _LINE_ROOM = 15.0, 4.0
#: Bold figures are so much wider.
_BOLD = 1.15

Row = Mapping[str, object]


class ExportGroup(Protocol):
    """One heading over several columns side by side; the groups of ledgers fit as they are."""

    @property
    def title(self) -> str:
        """The heading over them."""

    @property
    def columns(self) -> Mapping[str, str]:
        """Column id -> heading beneath it, in the order of the columns."""


@dataclass(frozen=True, slots=True)
class ExportTable:
    """One sheet.

    Attributes:
        title: Stands above the table and names the sheet.
        columns: At least one.
        rows: Native values by column id (money int 分, Decimal, date, aware time, str, None); read once.
        totals: Native values by column id for the row 合计, None if there is no such row. They are written as given
            and only under columns with ``total``; where they are the sum of the rows, as a sum that goes on counting.
        subtitle: A second line above the table (village, day, number of rows); empty if there is none.
        frozen_columns: How many columns stay in view when scrolling sideways.
        sides: What stands in the middle and at the right of the second line (as of which day; unit).
        groups: Headings over several columns.
        foot: A line below the table (制表：　审核：); empty if there is none.
    """

    title: str
    columns: Sequence[ExportColumn]
    rows: Iterable[Row]
    totals: Row | None = None
    subtitle: str = ""
    frozen_columns: int = 0
    sides: tuple[str, str] = ("", "")
    groups: Sequence[ExportGroup] = ()
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of the cells above, as a formula with its result."""

    value: int | Decimal
    formula: str


GridCell = Cell | Sum
Line = tuple[GridCell, ...]
#: Rows and columns of cells that are one, counted from 0, both ends included: top, left, bottom, right.
Merge = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """An ExportTable turned into cells, row by row, exactly as the sheet will hold them.

    Attributes:
        header: Index of the last heading row, counted from 1; what stands above are title, subtitle, and headings over
            several columns.
        lines: All rows from the first: title, subtitle, headings, rows, totals, foot.
        has_totals: Whether there is a line 合计. has_foot: Whether there is a line below the table.
        widths: Of the columns, in characters; a Chinese one counts two.
        depth: How many heading rows there are.
        merged: Cells that are one.
        parts: First columns of the parts of the second line.
    """

    title: str
    kinds: tuple[str, ...]
    header: int
    lines: list[Line]
    has_totals: bool
    frozen_columns: int
    widths: tuple[float, ...]
    depth: int
    merged: tuple[Merge, ...]
    parts: tuple[int, ...]
    has_foot: bool

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.kinds)

    def is_over_several(self, column: int) -> bool:
        """Whether the upper heading that begins in a column stands over several columns."""
        top = self.header - self.depth
        return any(area[0] == top and area[1] == column < area[3] for area in self.merged)

    @property
    def last(self) -> int:
        """Number of the last row of data, counted from 1; ``header`` if there is none."""
        return len(self.lines) - self.has_totals - self.has_foot


def heading(column: ExportColumn) -> str:
    """Return the heading with its unit, e.g. 人均纯收入（元）."""
    return with_unit(column.heading, column.unit)


def with_unit(text: str, unit: str | None) -> str:
    """Return a heading with its unit in brackets, once."""
    return text if not unit or f"（{unit}）" in text or text == unit else f"{text}（{unit}）"


def grid(table: ExportTable) -> Grid:
    """Return the cells of a table.

    Raises:
        UserError: there are more rows, or a longer text, than a spreadsheet can hold.
    """
    columns = tuple(table.columns)
    if not columns:
        raise ValueError(f"{table.title}: no columns")
    kinds = tuple(column.kind for column in columns)
    heads = _heads(table, columns)
    body: list[Line] = [cells(columns, row) for row in table.rows]
    header = 1 + any((table.subtitle, *table.sides)) + len(heads)
    totals = [] if table.totals is None else [_total_line(columns, table.totals, body, header)]
    widths = _widths(kinds, heads, body, totals)
    lines, parts, merged = _above(table, widths)
    merged += _merged_heads(heads, len(lines))
    lines += [*heads, *body, *totals]
    if table.foot:
        lines.append((table.foot, *_blank(columns)))
        merged += _across(len(lines) - 1, 0, len(_first_sheet(widths)) - 1)
    check_size(table.title, lines)
    return Grid(
        table.title, kinds, header, lines, table.totals is not None, min(table.frozen_columns, len(columns) - 1),
        widths, len(heads), tuple(merged), parts, bool(table.foot),
    )  # fmt: skip


def cells(columns: Sequence[ExportColumn], row: Row) -> tuple[Cell, ...]:
    """Return one row as cells; a column id that the row does not have is a programming error."""
    return tuple(cell(DRESSES[column.kind], row[column.id]) for column in columns)


def _blank(columns: Sequence[object]) -> tuple[Cell, ...]:
    return (None,) * (len(columns) - 1)


def _across(row: int, left: int, right: int) -> list[Merge]:
    return [(row, left, row, right)] if right > left else []


def _above(table: ExportTable, widths: Sequence[float]) -> tuple[list[Line], tuple[int, ...], list[Merge]]:
    """Return title and second line, the first columns of its parts, and what of them is one cell."""
    first = _first_sheet(widths)
    last = len(first) - 1
    lines: list[Line] = [(table.title, *_blank(widths))]
    merged = _across(0, 0, last)
    texts = [text for text in (table.subtitle, *table.sides) if text]
    if not texts:
        return lines, (), merged
    parts = _thirds(first) if len(texts) == 3 else (0,)
    if len(parts) == 1:
        texts = ["　　".join(texts)]
    line: list[Cell] = [None] * len(widths)
    for text, start, end in zip(texts, parts, (*parts[1:], last + 1), strict=True):
        line[start] = text
        merged += _across(1, start, end - 1)
    return [*lines, tuple(line)], parts, merged


def _first_sheet(widths: Sequence[float]) -> Sequence[float]:
    """Return the columns that are printed on the first sheet: title and second line stand over them."""
    passed = 0.0
    for index, width in enumerate(widths):
        passed += width
        if passed > SHEET_CHARACTERS and index:
            return widths[:index]
    return widths


def _thirds(widths: Sequence[float]) -> tuple[int, ...]:
    """Return the first columns of three parts about equally wide; all is one part where columns are too few."""
    if len(widths) < 3:
        return (0,)
    whole, passed, starts = sum(widths), 0.0, [0]
    for index, width in enumerate(widths):
        if len(starts) < 3 and index > starts[-1] and passed >= whole * len(starts) / 3:
            starts.append(index)
        passed += width
    return tuple(starts) if len(starts) == 3 else (0, len(widths) - 2, len(widths) - 1)


def _heads(table: ExportTable, columns: Sequence[ExportColumn]) -> list[Line]:
    """Return one heading row, or two where some columns stand under one heading."""
    plain: Line = tuple(heading(column) for column in columns)
    if not table.groups:
        return [plain]
    ids = [column.id for column in columns]
    upper, lower = list(plain), [None] * len(columns)
    below: list[Cell] = list(lower)
    for group in table.groups:
        first = ids.index(next(iter(group.columns)))
        for at, short in enumerate(group.columns.values(), first):
            upper[at] = group.title if at == first else None
            below[at] = with_unit(short, columns[at].unit)
    return [tuple(upper), tuple(below)]


def _merged_heads(heads: Sequence[Line], top: int) -> list[Merge]:
    if len(heads) == 1:
        return []
    upper, lower = heads
    merged: list[Merge] = []
    for at, text in enumerate(upper):
        if lower[at] is None:
            merged.append((top, at, top + 1, at))
        elif text is not None:
            end = at
            while end + 1 < len(upper) and upper[end + 1] is None and lower[end + 1] is not None:
                end += 1
            merged += _across(top, at, end)
    return merged


def head_heights(table: Grid) -> tuple[float, ...]:
    """Return the heights of the heading rows in points, so that headings broken over lines are seen whole."""
    lines = table.lines[table.header - table.depth : table.header]
    needed = [1] * len(lines)
    for index, width in enumerate(table.widths):
        at, text = next((at, line[index]) for at, line in reversed(list(enumerate(lines))) if line[index] or at == 0)
        alone = len(lines) == 1 or at == 1  # over several columns there is room, over two rows there is height
        if alone and text:
            needed[at] = max(needed[at], -int(-_span(str(text)) // max(1, width - 1)))
        elif text and not table.is_over_several(index):
            needed[-1] = max(needed[-1], -int(-_span(str(text)) // max(1, width - 1)) - len(lines) + 1)
    return tuple(_LINE_HEIGHT * many + _LINE_ROOM for many in needed)


def _total_line(columns: Sequence[ExportColumn], totals: Row, body: Sequence[Line], header: int) -> Line:
    line = [
        _summed(index, column, totals, body, header) if column.total else None for index, column in enumerate(columns)
    ]
    # The word stands under the first column without a total; the reader of lists knows the row by it.
    place = next((index for index, column in enumerate(columns) if not column.total), None)
    if place is not None:
        line[place] = TOTAL_WORD
    return tuple(line)


def _summed(index: int, column: ExportColumn, totals: Row, body: Sequence[Line], header: int) -> GridCell:
    """Return a total: as a sum of the cells above it where it is just that, else as it was given."""
    value = cell(DRESSES[column.kind], totals.get(column.id))
    if not body or not isinstance(value, int | Decimal):
        return value
    numbers = [line[index] for line in body if isinstance(line[index], int | Decimal)]
    if sum(numbers) != value:  # type: ignore[arg-type]  # numbers only
        return value
    letters = column_letters(index)
    formula = f"SUM({letters}{header + 1}:{letters}{header + len(body)})"
    # Spreadsheets add in binary: rounding gives the number that is exactly ours.
    places = max(2, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
    return Sum(value, f"ROUND({formula},{places})" if isinstance(value, Decimal) else formula)


def _widths(
    kinds: Sequence[str], heads: Sequence[Line], body: Sequence[Line], totals: Sequence[Line]
) -> tuple[float, ...]:
    """Return each column's width in characters; a Chinese character counts two, totals are bold."""
    widths = []
    for index, kind in enumerate(kinds):
        dress = DRESSES[kind]
        least, most = dress.width
        head = _span(str(heads[-1][index] or heads[0][index] or ""))
        # A long heading wraps onto two lines rather than widening a column of small numbers.
        wanted = head / (2 if head > 14 else 1) + 2
        longest = max((_span(shown(dress, line[index])) for line in body), default=0)  # type: ignore[arg-type]
        for line in totals:
            total = line[index]
            value = total.value if isinstance(total, Sum) else total
            longest = max(longest, round(_BOLD * _span(shown(dress, value))))
        widths.append(float(min(max(least, wanted, longest + 2), most)))
    return tuple(widths)


def _span(text: str) -> int:
    if text.isascii():
        return len(text)
    return max(sum(2 if char > "\u2e7f" else 1 for char in line) for line in text.split("\n"))


def check_size(title: str, lines: Sequence[Sequence[object]]) -> None:
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
