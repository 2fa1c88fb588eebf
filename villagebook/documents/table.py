"""A table set from rows: measured first, then drawn, so that a caller can choose the type size by trying.

    plan = table_measuring.plan(paper, Table(columns, rows), width, text_pt=12)
    if plan.fits and plan.height(0, len(rows), row_height) <= room: plan.draw(page, x, y, 0, len(rows), row_height)

Looks/rules: frame 1.0, below the head and above totals 0.75, all others 0.5, every rule drawn once; heads
Sans 700 with the unit below; numbers share a right edge and stand as a block under their head; rows are
never cut. Lengths in pt, y downwards. To add a kind of column: see ``values.Kind``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from typing import Any

from villagebook.documents.breaking import Line, balanced, single
from villagebook.documents.composite import Style
from villagebook.documents.page import FRAME_PT, HEAD_RULE_PT, MM, RULE_PT, Drawing
from villagebook.documents.values import NUMBERS, Kind, shown

PADDING = 1.5 * MM
CELL_LEADING = 1.35
HEAD_LEADING = 1.25
ROW_MIN, ROW_MAX = 1.55, 2.7  # times the text size
NAME_STEP = 0.5
SMALLEST_NAME = 9.0


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        heading: Of one or two lines (a line end in it breaks).
        kind: How its values are written and where they stand.
        unit: Without brackets, "" for none: 元.
        total: Whether its sum stands in the total row (numbers only).
        centred: None: a text column is centred if none of its entries needs two lines.
        weight: Share of the room left over; None: by kind.
        keep: Phrases never broken.
        decimals: Of amounts in 万元, at least.
    """

    heading: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    total: bool = False
    centred: bool | None = None
    weight: float | None = None
    keep: tuple[str, ...] = ()
    decimals: int = 2

    def shown(self, value: object) -> str:
        """Return a value of this column as it is printed."""
        return shown(value, self.kind, self.decimals)


@dataclass(frozen=True)
class Table:
    """What a table says: plain values, one tuple a row in the order of the columns.

    Attributes:
        columns, rows: As said.
        total_label: Of the total row; "" for a table without one.
        counted: What the rows are, printed behind the label: 户 gives 合计　14户. "" counts nothing.
        given: The sums of all rows where they are not to be computed (a frozen notice): one value a column,
            a str as it is printed. Empty: computed.
        total_text: Stands behind the label of all rows instead of the count.
        merge_end: Empty cells of total rows behind the last sum are one cell.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    total_label: str = "合计"
    counted: str = ""
    given: tuple[object, ...] = ()
    total_text: str = ""
    merge_end: bool = False

    @property
    def has_total(self) -> bool:
        """Whether the table ends with a total row."""
        return bool(self.total_label) and (bool(self.total_text) or any(c.total for c in self.columns))

    def sums(self, first: int, last: int) -> dict[int, object]:
        """Return column -> sum of rows ``first`` to ``last`` (exclusive), for columns with a total."""
        given = self.given if (first, last) == (0, len(self.rows)) else ()
        so_far = {} if given else self._so_far
        return {
            i: given[i] if given else so_far[i][last] - so_far[i][first] if c.kind in NUMBERS else None
            for i, c in enumerate(self.columns)
            if c.total
        }

    @cached_property
    def _so_far(self) -> dict[int, list[Any]]:
        """Column -> sums of no row, of the first, of the first two …; every page of a long list asks for two."""
        return {
            i: [0, *accumulate(summed((row[i],)) for row in self.rows)]
            for i, c in enumerate(self.columns)
            if c.total and c.kind in NUMBERS
        }

    def total(self, first: int, last: int, label: str | None = None) -> TotalRow:
        """Return the total row of rows ``first`` to ``last`` (exclusive): 合计　14户, 本页小计　29户."""
        text = self.total_label if label is None else label
        if self.total_text and label is None and (first, last) == (0, len(self.rows)):
            text += f"\u3000{self.total_text}"
        elif self.counted:
            text += f"\u3000{last - first:,}{self.counted}"
        return TotalRow(text, self.sums(first, last))


@dataclass(frozen=True)
class TotalRow:
    """A row of sums: its label, and column -> sum."""

    label: str
    sums: dict[int, object]


@dataclass
class Plan:
    """A measured table.

    Attributes:
        table: What it says.
        text, head, bold: Styles of body, heads and totals.
        widths: Of the columns, pt; their sum is the width asked for.
        fits: False if a one-line column is wider than the room it can get: choose a smaller size.
        head_height: pt.
        line_heights: Height each row needs at least, pt.
        leading: Of lines in cells, times the size.
        cells, heads: The broken lines of every cell and of every head.
        blocks: Width of the widest entry of each column, pt.
        left: Whether a column's entries begin at its left edge.
        name_styles: Of names that are too long for their column at the table's size.
        scale: Of rules and of the white in cells: larger than 1 on sheets larger than A3.
    """

    table: Table
    text: Style
    head: Style
    bold: Style
    widths: tuple[float, ...] = ()
    fits: bool = True
    head_height: float = 0
    line_heights: tuple[float, ...] = ()
    leading: float = CELL_LEADING
    cells: list[tuple[tuple[Line, ...], ...]] = field(default_factory=list)
    heads: tuple[tuple[Line, ...], ...] = ()
    blocks: tuple[float, ...] = ()
    left: tuple[bool, ...] = ()
    name_styles: dict[str, Style] = field(default_factory=dict)
    scale: float = 1.0

    @property
    def padding(self) -> float:
        """White at the left and at the right in a cell, pt."""
        return PADDING * self.scale

    @property
    def row_min(self) -> float:
        """Least height of a row, pt."""
        return ROW_MIN * self.text.size

    @property
    def row_max(self) -> float:
        """Height beyond which a row looks empty, pt."""
        return ROW_MAX * self.text.size

    def row_height(self, index: int, row_height: float) -> float:
        """Return the height of a row where rows of one line are ``row_height`` high."""
        return max(row_height, self.line_heights[index])

    def height(self, first: int, last: int, row_height: float, totals: int | None = None) -> float:
        """Return the height of head, rows ``first`` to ``last`` (exclusive) and so many total rows.

        ``totals`` None: one if the table has a total.
        """
        rows = sum(self.row_height(i, row_height) for i in range(first, last))
        count = int(self.table.has_total) if totals is None else totals
        return max(self.head_height, row_height) + rows + count * row_height

    def last_that_fits(self, first: int, room: float, row_height: float, totals: int | None = None) -> int:
        """Return the row (exclusive) up to which rows from ``first`` on fit into ``room``; ``first`` for none."""
        left = room - self.height(first, first, row_height, totals)
        last = first
        while last < len(self.line_heights) and self.row_height(last, row_height) <= left + 0.01:
            left -= self.row_height(last, row_height)
            last += 1
        return last

    def draw(
        self, page: Drawing, x: float, y: float, first: int, last: int, row_height: float,
        totals: Sequence[TotalRow] | None = None,
    ) -> float:  # fmt: skip
        """Draw head, rows and total rows; return the y below the table.

        Args:
            page: Where.
            x, y: Upper left corner.
            first, last: Rows, ``last`` exclusive.
            row_height: Of rows of one line.
            totals: Rows of sums (``Table.total``); None: the table's own below its last row, none elsewhere.
        """
        rows = len(self.table.rows)
        if totals is None:
            totals = [self.table.total(0, rows)] if self.table.has_total and last == rows else []
        edges = [x]
        for width in self.widths:
            edges.append(edges[-1] + width)
        head_height = max(self.head_height, row_height)
        ys = [y, y + head_height]
        for i in range(first, last):
            ys.append(ys[-1] + self.row_height(i, row_height))
        body_end = len(ys) - 1
        for _ in totals:
            ys.append(ys[-1] + row_height)
        self._rules(page, edges, ys, body_end if totals else None)
        self._draw_heads(page, edges, y, head_height)
        for i in range(first, last):
            self._draw_row(page, edges, ys[i - first + 1], ys[i - first + 2], i)
        for i, total in enumerate(totals):
            self._draw_total(page, edges, (ys[body_end + i] + ys[body_end + i + 1]) / 2, total)
        return ys[-1]

    def _rules(self, page: Drawing, edges: list[float], ys: list[float], total_at: int | None) -> None:
        left, right, top, bottom = edges[0], edges[-1], ys[0], ys[-1]
        page.box(left, top, right - left, bottom - top, FRAME_PT * self.scale)
        for i, y in enumerate(ys[1:-1], 1):
            weight = HEAD_RULE_PT if i in (1, total_at) else RULE_PT
            page.rule(left, y, right, y, weight * self.scale)
        merged, end = self.merged(), self._summed_until()
        for i, x in enumerate(edges[1:-1], 1):
            foot = bottom if total_at is None or merged <= i <= end else ys[total_at]
            page.rule(x, top, x, foot, RULE_PT * self.scale)

    def merged(self) -> int:
        """Return how many first columns the total row's label covers."""
        return next((i for i, c in enumerate(self.table.columns) if c.total), len(self.widths)) or 1

    def _summed_until(self) -> int:
        """Return the column behind which the total rows are one empty cell."""
        last = max((i for i, c in enumerate(self.table.columns) if c.total), default=0)
        return last + 1 if self.table.merge_end else len(self.widths)

    def _draw_heads(self, page: Drawing, edges: list[float], y: float, height: float) -> None:
        for i, lines in enumerate(self.heads):
            middle = (edges[i] + edges[i + 1]) / 2
            draw_lines(page, lines, self.head, middle, y + height / 2, HEAD_LEADING, 0.5)

    def _draw_row(self, page: Drawing, edges: list[float], top: float, bottom: float, row: int) -> None:
        middle = (top + bottom) / 2
        for i, lines in enumerate(self.cells[row]):
            if not lines or not lines[0].text:
                continue
            column = self.table.columns[i]
            if column.kind in NUMBERS or column.kind is Kind.DATE:
                right = (edges[i] + edges[i + 1] + self.blocks[i]) / 2
                draw_lines(page, lines, self.text, right, middle, self.leading, 1)
            elif self.left[i]:
                draw_lines(page, lines, self.text, edges[i] + self.padding, middle, self.leading, 0)
            else:
                style = self.name_styles.get(lines[0].text, self.text)
                draw_lines(page, lines, style, (edges[i] + edges[i + 1]) / 2, middle, self.leading, 0.5)

    def _draw_total(self, page: Drawing, edges: list[float], middle: float, total: TotalRow) -> None:
        merged, font = self.merged(), self.bold.font
        line = Line("合计", 3000, 0, (1000, 0)) if total.label == "合计" else single(total.label, font)
        self._draw_sum(page, line, edges[merged] - edges[0], (edges[0] + edges[merged]) / 2, middle, 0.5)
        for i, value in total.sums.items():
            column, width = self.table.columns[i], edges[i + 1] - edges[i]
            line = single(column.shown(value), font)
            if column.kind in NUMBERS or column.kind is Kind.DATE:
                self._draw_sum(page, line, width, (edges[i] + edges[i + 1] + self.blocks[i]) / 2, middle, 1)
            else:
                self._draw_sum(page, line, width, (edges[i] + edges[i + 1]) / 2, middle, 0.5)

    def _draw_sum(self, page: Drawing, line: Line, width: float, x: float, middle: float, align: float) -> None:
        """Draw a cell of a total row, smaller if it is too wide, on several lines if that does not help."""
        style, room = self.bold, width - self.padding
        while line.width * style.size / 1000 > room and style.size > SMALLEST_NAME:
            style = style.sized(max(SMALLEST_NAME, style.size - NAME_STEP))
        narrow = line.width * style.size / 1000 > room
        lines = balanced(line.text, style.font, room * 1000 / style.size) if narrow else (line,)
        draw_lines(page, lines, style, x, middle, 1.1, align)


def draw_lines(
    page: Drawing, lines: Sequence[Line], style: Style, x: float, middle: float, leading: float, align: float
) -> None:
    """Draw lines around a middle height; the baseline is the middle less 0.37 of the size."""
    if len(lines) == 1:
        page.line(x, middle + 0.37 * style.size, lines[0], style, align)
        return
    step = leading * style.size
    y = middle + 0.37 * style.size - step * (len(lines) - 1) / 2
    for line in lines:
        page.line(x, y, line, style, align)
        y += step


def summed(values: Any) -> Any:
    """Return the sum of those values that are numbers."""
    total: int | Decimal = 0
    for value in values:
        if value is not None and not isinstance(value, str):
            total += value
    return total


@dataclass(frozen=True)
class Part:
    """The rows of one page: ``first`` to ``last``, exclusive."""

    first: int
    last: int


def paginate(
    made: Plan, row_height: float, room: Callable[[int], float], closing: float, *, together: int = 2
) -> list[Part] | None:
    """Return the parts of a long table, one a page; None if a row or the closing does not fit a page.

    Each part has room for one row of sums.

    Args:
        made: The table.
        row_height: Of rows of one line.
        room: Page index -> height there for head, rows and the row of sums.
        closing: Height of what must follow the last rows on their page (a second row of sums included).
        together: So many rows at least stand on the page with the closing.
    """
    parts: list[Part] = []
    first, rows = 0, len(made.table.rows)
    while True:
        space = room(len(parts))
        if made.last_that_fits(first, space - closing, row_height) == rows:
            return [*parts, Part(first, rows)]
        last = made.last_that_fits(first, space, row_height)
        if rows - last < together:
            last = rows - together  # what closes the list never stands alone
        if last <= first:
            return None
        parts.append(Part(first, last))
        first = last
