"""A table set from rows: measured first, then drawn, so that a caller can choose the type size by trying.

    plan = table.plan(paper, Table(columns, rows), width, text_pt=12)
    if plan.fits and plan.height(0, len(rows), row_height) <= room: plan.draw(page, x, y, 0, len(rows), row_height)

Looks/rules: frame 1.0, below the head and above totals 0.75, all others 0.5, every rule drawn once; heads
Sans 700 with the unit below; numbers share a right edge and stand as a block under their head; rows are
never cut. Lengths in pt, y downwards. To add a kind of column: see ``values.Kind``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from villagebook.documents.breaking import Line, balanced, paragraph, single, spread_name
from villagebook.documents.composite import Style
from villagebook.documents.faces import Role
from villagebook.documents.page import FRAME_PT, HEAD_RULE_PT, MM, RULE_PT, Drawing, Paper
from villagebook.documents.values import NUMBERS, Kind, shown

PADDING = 1.5 * MM
CELL_LEADING = 1.35
HEAD_LEADING = 1.25
ROW_MIN, ROW_MAX = 1.55, 2.7  # times the text size
ABOVE_AND_BELOW = 0.75 * MM  # white in a row whose lines fill it
NAME_STEP = 0.5
SMALLEST_NAME = 9.0
LONGEST_LABEL = "本页小计"  # of a total row, besides a table's own
TRADED = (1, 2, 4)  # half characters one column gives another at a time
JUSTIFY_BELOW = 1200
JUSTIFY_FROM = 7000  # a narrower cell has too few gaps for the room left over
WEIGHTS = {Kind.INDEX: 0.5, Kind.NAME: 1.2, Kind.MONEY: 1.3, Kind.WAN: 1.3}
CENTRED = frozenset({Kind.INDEX, Kind.NAME, Kind.CODE})


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
    """

    heading: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    total: bool = False
    centred: bool | None = None
    weight: float | None = None
    keep: tuple[str, ...] = ()


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
        return {
            c: given[c] if given else _sum(row[c] for row in self.rows[first:last]) if column.kind in NUMBERS else None
            for c, column in enumerate(self.columns)
            if column.total
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
    _cells: list[tuple[tuple[Line, ...], ...]] = field(default_factory=list)
    _heads: tuple[tuple[Line, ...], ...] = ()
    _blocks: tuple[float, ...] = ()
    _left: tuple[bool, ...] = ()
    _name_styles: dict[str, Style] = field(default_factory=dict)

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
        page.box(left, top, right - left, bottom - top, FRAME_PT)
        for i, y in enumerate(ys[1:-1], 1):
            page.rule(left, y, right, y, HEAD_RULE_PT if i in (1, total_at) else RULE_PT)
        merged, end = self._merged(), self._summed_until()
        for i, x in enumerate(edges[1:-1], 1):
            page.rule(x, top, x, bottom if total_at is None or merged <= i <= end else ys[total_at], RULE_PT)

    def _merged(self) -> int:
        """Return how many first columns the total row's label covers."""
        return next((i for i, c in enumerate(self.table.columns) if c.total), len(self.widths)) or 1

    def _summed_until(self) -> int:
        """Return the column behind which the total rows are one empty cell."""
        last = max((i for i, c in enumerate(self.table.columns) if c.total), default=0)
        return last + 1 if self.table.merge_end else len(self.widths)

    def _draw_heads(self, page: Drawing, edges: list[float], y: float, height: float) -> None:
        for i, lines in enumerate(self._heads):
            middle = (edges[i] + edges[i + 1]) / 2
            draw_lines(page, lines, self.head, middle, y + height / 2, HEAD_LEADING, 0.5)

    def _draw_row(self, page: Drawing, edges: list[float], top: float, bottom: float, row: int) -> None:
        middle = (top + bottom) / 2
        for i, lines in enumerate(self._cells[row]):
            if not lines or not lines[0].text:
                continue
            column = self.table.columns[i]
            if column.kind in NUMBERS or column.kind is Kind.DATE:
                right = (edges[i] + edges[i + 1] + self._blocks[i]) / 2
                draw_lines(page, lines, self.text, right, middle, self.leading, 1)
            elif self._left[i]:
                draw_lines(page, lines, self.text, edges[i] + PADDING, middle, self.leading, 0)
            else:
                style = self._name_styles.get(lines[0].text, self.text)
                draw_lines(page, lines, style, (edges[i] + edges[i + 1]) / 2, middle, self.leading, 0.5)

    def _draw_total(self, page: Drawing, edges: list[float], middle: float, total: TotalRow) -> None:
        merged, font = self._merged(), self.bold.font
        line = Line("合计", 3000, 0, (1000, 0)) if total.label == "合计" else single(total.label, font)
        self._draw_sum(page, line, edges[merged] - edges[0], (edges[0] + edges[merged]) / 2, middle, 0.5)
        for i, value in total.sums.items():
            column, width = self.table.columns[i], edges[i + 1] - edges[i]
            line = single(shown(value, column.kind), font)
            if column.kind in NUMBERS or column.kind is Kind.DATE:
                self._draw_sum(page, line, width, (edges[i] + edges[i + 1] + self._blocks[i]) / 2, middle, 1)
            else:
                self._draw_sum(page, line, width, (edges[i] + edges[i + 1]) / 2, middle, 0.5)

    def _draw_sum(self, page: Drawing, line: Line, width: float, x: float, middle: float, align: float) -> None:
        """Draw a cell of a total row, smaller if it is too wide, on several lines if that does not help."""
        style, room = self.bold, width - PADDING
        while line.width * style.size / 1000 > room and style.size > SMALLEST_NAME:
            style = style.sized(max(SMALLEST_NAME, style.size - NAME_STEP))
        narrow = line.width * style.size / 1000 > room
        lines = balanced(line.text, style.font, room * 1000 / style.size) if narrow else (line,)
        draw_lines(page, lines, style, x, middle, 1.1, align)


def draw_lines(
    page: Drawing, lines: Sequence[Line], style: Style, x: float, middle: float, leading: float, align: float
) -> None:
    """Draw lines around a middle height; the baseline is the middle less 0.37 of the size."""
    step = leading * style.size
    y = middle + 0.37 * style.size - step * (len(lines) - 1) / 2
    for line in lines:
        page.line(x, y, line, style, align)
        y += step


def _sum(values: Any) -> object:
    total: int | Decimal = 0
    for value in values:
        if value is not None and not isinstance(value, str):
            total += value
    return total


def plan(
    paper: Paper, table: Table, width: float, text_pt: float, *, head_pt: float | None = None,
    leading: float = CELL_LEADING,
) -> Plan:  # fmt: skip
    """Measure a table.

    Args:
        paper: The document it will be drawn in.
        table: What it says.
        width: Of the whole table, pt.
        text_pt: Size of the body; heads are 1 smaller (½ smaller at 12 and below).
        head_pt: Size of the heads if it is to be another.
        leading: Of lines in cells, times the size (1.26 on A3).
    """
    head_size = head_pt or text_pt - (0.5 if text_pt <= 12 else 1)
    made = Plan(
        table, paper.style(Role.TEXT, text_pt), paper.style(Role.HEAD, head_size),
        paper.style(Role.TITLE, text_pt), leading=leading,
    )  # fmt: skip
    texts = [tuple(shown(v, c.kind) for v, c in zip(row, table.columns, strict=True)) for row in table.rows]
    _Measurer(made, texts, width).measure()
    return made


class _Measurer:
    """Finds the widths of a plan's columns and breaks its cells."""

    def __init__(self, made: Plan, texts: list[tuple[str, ...]], width: float) -> None:
        self.plan, self.texts, self.width = made, texts, width
        self.columns = made.table.columns
        self.flexible = [i for i, c in enumerate(self.columns) if c.kind is Kind.TEXT]
        self.em = made.text.size / 1000

    def measure(self) -> None:
        """Fill in the plan."""
        made = self.plan
        made._blocks = tuple(self._block(i) for i in range(len(self.columns)))
        heads = self._heads_on_one_line()
        natural = self._with_label_room([self._natural(i, heads[i]) for i in range(len(self.columns))])
        if sum(natural) > self.width:
            heads = self._heads_with_units_below()
            natural = self._with_label_room([self._natural(i, heads[i]) for i in range(len(self.columns))])
        spare = self.width - sum(natural)
        if spare >= 0:
            weights = [self._weight(c) for c in self.columns]
            widths = [n + spare * w / sum(weights) for n, w in zip(natural, weights, strict=True)]
        else:
            widths = self._shared(natural, heads)
        made.widths = tuple(widths)
        made._heads = tuple(
            balanced(h, made.head.font, max(w - 2 * PADDING, 1) / made.head.size * 1000)
            for h, w in zip(heads, widths, strict=True)
        )
        many = max(map(len, made._heads), default=1)
        made.head_height = 0.0 if many == 1 else many * HEAD_LEADING * made.head.size + 3 * MM
        made._left = tuple(self._is_left(i, widths[i]) for i in range(len(self.columns)))
        made._cells = [tuple(self._cell(i, t, widths[i], row) for i, t in enumerate(row)) for row in self.texts]
        made.line_heights = tuple(self._row_needs(row) for row in made._cells)

    def _heads_on_one_line(self) -> list[str]:
        return [f"{c.heading}（{c.unit}）" if c.unit else c.heading for c in self.columns]

    def _heads_with_units_below(self) -> list[str]:
        return [f"{c.heading}\n（{c.unit}）" if c.unit else c.heading for c in self.columns]

    def _weight(self, column: Column) -> float:
        if column.weight is not None:
            return column.weight
        return WEIGHTS.get(column.kind, 1.0)

    def _entry_em(self, i: int, text: str) -> float:
        font = self.plan.text.font
        if self.columns[i].kind is Kind.NAME:
            return spread_name(text, font).width
        return max(single(t, font).width for t in text.split("\n"))

    def _block(self, i: int) -> float:
        """Return the width of the widest entry of a column, the bold total included."""
        widest = max((self._entry_em(i, row[i]) for row in self.texts), default=0)
        column = self.columns[i]
        if column.total and column.kind is not Kind.TEXT and self.plan.table.has_total:
            table = self.plan.table
            totals = [table.sums(0, len(self.texts))[i]]
            if column.kind in NUMBERS and table.given:
                totals.append(_sum(row[i] for row in table.rows))  # sums of pages are computed
            widest = max(widest, *(single(shown(t, column.kind), self.plan.bold.font).width for t in totals))
        return widest * self.em

    def _head_width(self, head: str) -> float:
        font, size = self.plan.head.font, self.plan.head.size
        return max(single(line, font).width for line in head.split("\n")) * size / 1000

    def _natural(self, i: int, head: str) -> float:
        return max(self.plan._blocks[i], self._head_width(head)) + 2 * PADDING

    def _with_label_room(self, natural: list[float]) -> list[float]:
        """Return the widths with room for the total row's label over the first columns."""
        table, merged = self.plan.table, self.plan._merged()
        if not table.has_total or any(i in self.flexible for i in range(merged)):
            return natural  # columns of text are wide enough
        labels = (table.total(0, len(table.rows), label).label for label in (None, LONGEST_LABEL))
        needed = max(single(label, self.plan.bold.font).width for label in labels) * self.em + 2 * PADDING
        natural[merged - 1] += max(0.0, needed - sum(natural[:merged]))
        return natural

    def _shared(self, natural: list[float], heads: list[str]) -> list[float]:
        """Return widths where text columns must break: proportional first, then traded by half characters."""
        fixed = sum(n for i, n in enumerate(natural) if i not in self.flexible)
        room = self.width - fixed
        least = {i: self._least(i, heads[i]) for i in self.flexible}
        if not self.flexible or room < sum(least.values()) - 0.01:
            self.plan.fits = False
            scale = self.width / sum(natural)
            return [n * scale for n in natural]
        widths = list(natural)
        wanted = sum(natural[i] for i in self.flexible)
        for i in self.flexible:
            widths[i] = max(least[i], room * natural[i] / wanted)
        over = sum(widths[i] for i in self.flexible) - room
        for i in sorted(self.flexible, key=lambda i: least[i] - widths[i]):
            give = min(over, widths[i] - least[i])
            widths[i] -= give
            over -= give
        self._trade(widths, least)
        return widths

    def _least(self, i: int, head: str) -> float:
        """Return the least width of a text column: its head in two lines, three characters, its longest piece."""
        two_lines = self._head_width(head) / (1 if "\n" in head else 2) + self.plan.head.size / 2
        return max(two_lines, 3 * self.plan.text.size) + 2 * PADDING

    def _trade(self, widths: list[float], least: dict[int, float]) -> None:
        step = self.plan.text.size / 2
        # Long texts decide; looking at the longest rows only keeps a list of 500 rows quick.
        sample = sorted(self.texts, key=lambda row: -sum(len(row[i]) for i in self.flexible))[:60]
        counts: dict[tuple[int, float], list[int]] = {}

        def cost(widths: list[float]) -> tuple[int, int]:
            """Return (sum of the rows' heights, sum of all lines), both in lines."""
            columns = []
            for i in self.flexible:
                key = (i, round(widths[i], 2))
                if key not in counts:
                    counts[key] = [len(self._left_lines(i, row[i], widths[i])) for row in sample]
                columns.append(counts[key])
            return sum(map(max, zip(*columns, strict=True))), sum(map(sum, columns))

        lines = cost(widths)
        for _ in range(40):
            tried = [
                (cost(moved), moved)
                for a in self.flexible
                for b in self.flexible
                for many in TRADED  # one alone would not see what only two half characters gain
                if a != b and widths[a] - many * step >= least[a]
                for moved in [_moved(widths, a, b, many * step)]
            ]
            best = min(tried, default=None, key=lambda t: t[0])
            if best is None or best[0] >= lines:
                return
            lines, widths[:] = best

    def _measure(self, width: float) -> float:
        return max(width - 2 * PADDING, self.plan.text.size) / self.em

    def _left_lines(self, i: int, text: str, width: float) -> tuple[Line, ...]:
        measure = self._measure(width)
        return paragraph(
            text, self.plan.text.font, measure, keep=self.columns[i].keep, autospace=False,
            justify_below=JUSTIFY_BELOW if measure >= JUSTIFY_FROM else 0, last_at_least=2,
        )  # fmt: skip

    def _is_left(self, i: int, width: float) -> bool:
        column = self.columns[i]
        if column.kind is not Kind.TEXT or column.centred is not None:
            return column.kind is Kind.TEXT and not column.centred
        return any("\n" in row[i] or self._entry_em(i, row[i]) * self.em > width - 2 * PADDING for row in self.texts)

    def _cell(self, i: int, text: str, width: float, row: tuple[str, ...]) -> tuple[Line, ...]:
        font = self.plan.text.font
        kind = self.columns[i].kind
        if kind is Kind.NAME:
            line = spread_name(text, font)
            self._shrink_name(line, width)
            return (line,)
        if kind is Kind.TEXT and self.plan._left[i]:
            return self._left_lines(i, text, width)
        if kind is Kind.TEXT or "\n" in text:
            return balanced(text, font, self._measure(width), self.columns[i].keep)
        return (single(text, font),)

    def _shrink_name(self, line: Line, width: float) -> None:
        size = self.plan.text.size
        while line.width * size / 1000 > width - 2 * PADDING and size > SMALLEST_NAME:
            size -= NAME_STEP
        if size != self.plan.text.size:
            style = self.plan.text
            self.plan._name_styles[line.text] = style.sized(size)

    def _row_needs(self, cells: Sequence[Sequence[Line]]) -> float:
        many = max((len(lines) for lines in cells), default=1)
        if many < 2:
            return self.plan.row_min
        return many * self.plan.leading * self.plan.text.size + 2 * ABOVE_AND_BELOW


def _moved(widths: list[float], a: int, b: int, step: float) -> list[float]:
    moved = list(widths)
    moved[a] -= step
    moved[b] += step
    return moved


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
