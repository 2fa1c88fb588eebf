"""Measuring a table: the widths of its columns, its broken cells, the heights of its rows.

    made = plan(paper, Table(columns, rows), width, text_pt=12)

Columns of one line are as wide as their widest entry; columns of text share the rest, so that all rows together are
as low as can be.
"""

from __future__ import annotations

from collections.abc import Sequence

from villagebook.documents.breaking import Line, balanced, paragraph, single, spread_name
from villagebook.documents.faces import Role
from villagebook.documents.filling import UNTORN
from villagebook.documents.page import MM, Paper
from villagebook.documents.table import (
    CELL_LEADING,
    HEAD_LEADING,
    NAME_STEP,
    SMALLEST_NAME,
    Column,
    Plan,
    Table,
    summed,
)
from villagebook.documents.values import NUMBERS, Kind

LONGEST_LABEL = "本页小计"  # of a total row, besides a table's own
TRADED = (1, 2, 4)  # half characters one column gives another at a time
LONGEST_NAME = 12000  # on one line; a longer one is broken, or one name would take half the sheet
JUSTIFY_BELOW = 1200
MOST_GAP = 150  # a line spread wider than this between its characters looks torn
JUSTIFY_FROM = 7000  # a narrower cell has too few gaps for the room left over
WEIGHTS = {Kind.INDEX: 0.5, Kind.NAME: 1.2, Kind.MONEY: 1.3, Kind.WAN: 1.3}
ABOVE_AND_BELOW = 0.75 * MM  # white in a row whose lines fill it


def plan(
    paper: Paper, table: Table, width: float, text_pt: float, *, head_pt: float | None = None,
    leading: float = CELL_LEADING, scale: float = 1.0,
) -> Plan:  # fmt: skip
    """Measure a table.

    Args:
        paper: The document it will be drawn in.
        table: What it says.
        width: Of the whole table, pt.
        text_pt: Size of the body; heads are 1 smaller (½ smaller at 12 and below).
        head_pt: Size of the heads if it is to be another.
        leading: Of lines in cells, times the size (1.26 on A3).
        scale: Of rules and of the white in cells.
    """
    head_size = head_pt or text_pt - (0.5 if text_pt <= 12 else 1)
    made = Plan(
        table, paper.style(Role.TEXT, text_pt), paper.style(Role.HEAD, head_size),
        paper.style(Role.TITLE, text_pt), leading=leading, scale=scale,
    )  # fmt: skip
    texts = [tuple(c.shown(v) for v, c in zip(row, table.columns, strict=True)) for row in table.rows]
    Measurer(made, texts, width).measure()
    return made


class Measurer:
    """Finds the widths of a plan's columns and breaks its cells."""

    def __init__(self, made: Plan, texts: list[tuple[str, ...]], width: float) -> None:
        self.plan, self.texts, self.width = made, texts, width
        self.columns = made.table.columns
        self.flexible = [i for i, c in enumerate(self.columns) if c.kind is Kind.TEXT]
        self.em = made.text.size / 1000

    def measure(self) -> None:
        """Fill in the plan."""
        made = self.plan
        made.blocks = tuple(self._block(i) for i in range(len(self.columns)))
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
        made.heads = tuple(
            balanced(h, made.head.font, max(w - 2 * made.padding, 1) / made.head.size * 1000)
            for h, w in zip(heads, widths, strict=True)
        )
        many = max(map(len, made.heads), default=1)
        made.head_height = 0.0 if many == 1 else many * HEAD_LEADING * made.head.size + 3 * MM * made.scale
        made.left = tuple(self._is_left(i, widths[i]) for i in range(len(self.columns)))
        made.cells = [tuple(self._cell(i, t, widths[i]) for i, t in enumerate(row)) for row in self.texts]
        made.line_heights = tuple(self._row_needs(row) for row in made.cells)

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
            return min(spread_name(text, font).width, LONGEST_NAME)
        if "\n" not in text:
            return single(text, font).width
        return max(single(t, font).width for t in text.split("\n"))

    def _block(self, i: int) -> float:
        """Return the width of the widest entry of a column, the bold total included."""
        widest = max((self._entry_em(i, row[i]) for row in self.texts), default=0)
        column = self.columns[i]
        if column.total and column.kind is not Kind.TEXT and self.plan.table.has_total:
            table = self.plan.table
            totals = [table.sums(0, len(self.texts))[i]]
            if column.kind in NUMBERS and table.given:
                totals.append(summed(row[i] for row in table.rows))  # sums of pages are computed
            widest = max(widest, *(single(column.shown(t), self.plan.bold.font).width for t in totals))
        return widest * self.em

    def _head_width(self, head: str) -> float:
        font, size = self.plan.head.font, self.plan.head.size
        return max(single(line, font).width for line in head.split("\n")) * size / 1000

    def _natural(self, i: int, head: str) -> float:
        return max(self.plan.blocks[i], self._head_width(head)) + 2 * self.plan.padding

    def _with_label_room(self, natural: list[float]) -> list[float]:
        """Return the widths with room for the total row's label over the first columns."""
        table, merged = self.plan.table, self.plan.merged()
        if not table.has_total or any(i in self.flexible for i in range(merged)):
            return natural  # columns of text are wide enough
        labels = (table.total(0, len(table.rows), label).label for label in (None, LONGEST_LABEL))
        needed = max(single(label, self.plan.bold.font).width for label in labels) * self.em + 2 * self.plan.padding
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
        found = {piece for row in self.texts for piece in UNTORN.findall(row[i])}
        font = self.plan.text.font
        longest = max((single(piece, font).width for piece in found), default=0) * self.em
        return max(two_lines, 3 * self.plan.text.size, longest) + 2 * self.plan.padding

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
        return max(width - 2 * self.plan.padding, self.plan.text.size) / self.em

    def _left_lines(self, i: int, text: str, width: float) -> tuple[Line, ...]:
        measure = self._measure(width)
        return paragraph(
            text, self.plan.text.font, measure, keep=self.columns[i].keep, autospace=False,
            justify_below=JUSTIFY_BELOW if measure >= JUSTIFY_FROM else 0, last_at_least=2,
            most_gap=MOST_GAP,
        )  # fmt: skip

    def _is_left(self, i: int, width: float) -> bool:
        column = self.columns[i]
        if column.kind is not Kind.TEXT or column.centred is not None:
            return column.kind is Kind.TEXT and not column.centred
        room = width - 2 * self.plan.padding
        return any("\n" in row[i] or self._entry_em(i, row[i]) * self.em > room for row in self.texts)

    def _cell(self, i: int, text: str, width: float) -> tuple[Line, ...]:
        font = self.plan.text.font
        kind = self.columns[i].kind
        if kind is Kind.NAME:
            line = spread_name(text, font)
            if line.width > LONGEST_NAME:
                return balanced(text, font, self._measure(width))
            self._shrink_name(line, width)
            return (line,)
        if kind is Kind.TEXT and self.plan.left[i]:
            return self._left_lines(i, text, width)
        if kind is Kind.TEXT or "\n" in text:
            return balanced(text, font, self._measure(width), self.columns[i].keep)
        return (single(text, font),)

    def _shrink_name(self, line: Line, width: float) -> None:
        size = self.plan.text.size
        while line.width * size / 1000 > width - 2 * self.plan.padding and size > SMALLEST_NAME:
            size -= NAME_STEP
        if size != self.plan.text.size:
            style = self.plan.text
            self.plan.name_styles[line.text] = style.sized(size)

    def _row_needs(self, cells: Sequence[Sequence[Line]]) -> float:
        many = max((len(lines) for lines in cells), default=1)
        if many < 2:
            return self.plan.row_min
        return many * self.plan.leading * self.plan.text.size + 2 * ABOVE_AND_BELOW * self.plan.scale


def _moved(widths: list[float], a: int, b: int, step: float) -> list[float]:
    moved = list(widths)
    moved[a] -= step
    moved[b] += step
    return moved
