"""Where the cells and rules of a form stand. Plain geometry in pt; knows declarations, but no text and no PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from villagebook.documents import forms
from villagebook.documents.page import HEAD_RULE_PT, MM, RULE_PT, Drawing

Segment = tuple[float, float, float]
"""(start, end, weight) of a piece of a rule."""


class Area(NamedTuple):
    """A cell on the page."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.y + self.height / 2


class GridCell(NamedTuple):
    """A cell of a grid: where from the grid's corner, its first row, what it is."""

    area: Area
    row: int
    cell: forms.Cell


def edges(widths_mm: Sequence[float]) -> list[float]:
    """Return the left edges of columns and the right edge of the last."""
    out = [0.0]
    for width in widths_mm:
        out.append(out[-1] + width * MM)
    return out


def tops(heights: Sequence[float], first: float = 0) -> list[float]:
    """Return the upper edges of rows from ``first`` on and the lower edge of the last."""
    out = [first]
    for height in heights:
        out.append(out[-1] + height)
    return out


def grid_cells(block: forms.Grid, heights: Sequence[float]) -> list[GridCell]:
    """Return the cells of a grid whose rows have these heights.

    Raises:
        ValueError: the declared cells do not fill the columns.
    """
    xs, ys = edges(block.columns_mm), tops(heights)
    columns, taken, out = len(block.columns_mm), set[tuple[int, int]](), []
    for r, row in enumerate(block.rows):
        for cell in forms.cells_of(row):
            c = next((c for c in range(columns) if (r, c) not in taken), columns)
            if c + cell.across > columns or r + cell.down > len(block.rows):
                raise ValueError(f"row {r + 1} of the grid has cells beyond its columns")
            taken |= {(r + i, c + k) for i in range(cell.down) for k in range(cell.across)}
            area = Area(xs[c], ys[r], xs[c + cell.across] - xs[c], ys[r + cell.down] - ys[r])
            out.append(GridCell(area, r, cell))
        if any((r, c) not in taken for c in range(columns)):
            raise ValueError(f"row {r + 1} of the grid leaves columns without a cell")
    return out


def grid_rules(drawing: Drawing, block: forms.Grid, cells: list[GridCell], y: float, heights: Sequence[float]) -> None:
    """Draw the inner rules of a grid: each cell gives its right and lower edge, joined where they run on."""
    width, bottom = sum(block.columns_mm) * MM, y + sum(heights)
    across: dict[float, list[Segment]] = {}
    down: dict[float, list[Segment]] = {}
    for area, r, cell in cells:
        right, lower = area.x + area.width, area.y + area.height + y
        weight = HEAD_RULE_PT if block.rows[r + cell.down - 1].head else RULE_PT
        if lower < bottom - 0.01:
            across.setdefault(round(lower, 2), []).append((area.x, right, weight))
        if right < width - 0.01:
            down.setdefault(round(right, 2), []).append((area.y + y, lower, RULE_PT))
    for at, pieces in across.items():
        for start, end, weight in joined(pieces):
            drawing.rule(start, at, end, at, weight)
    for at, pieces in down.items():
        for start, end, weight in joined(pieces):
            drawing.rule(at, start, at, end, weight)


def joined(pieces: list[Segment]) -> list[Segment]:
    """Return the pieces of one straight rule with those that touch made one."""
    out: list[Segment] = []
    for start, end, weight in sorted(pieces):
        if out and abs(out[-1][1] - start) < 0.02 and out[-1][2] == weight:
            out[-1] = (out[-1][0], end, weight)
        else:
            out.append((start, end, weight))
    return out


def runs(block: forms.Rows, rows: Sequence[forms.Values]) -> Iterator[tuple[int, ...]]:
    """Yield for each merged column the lengths of its runs of equal values."""
    for column in block.columns:
        if not column.merge or not isinstance(column.content, forms.Value):
            continue
        lengths: list[int] = []
        previous: object = object()
        for row in rows:
            value = row.get(column.content.field)
            if value == previous:
                lengths[-1] += 1
            else:
                lengths.append(1)
            previous = value
        yield tuple(lengths)


def row_rules(
    drawing: Drawing, block: forms.Rows, ys: Sequence[float], merged_runs: Sequence[tuple[int, ...]]
) -> None:
    """Draw the rules between the rows of a list; a merged cell is not crossed."""
    xs = edges([c.width_mm for c in block.columns])
    merged = [i for i, c in enumerate(block.columns) if c.merge]
    ends = [set(tops(lengths)[1:]) for lengths in merged_runs]
    for r, y in enumerate(ys[1:-1], 1):
        start = 0.0
        for i, run_ends in zip(merged, ends, strict=True):
            if r in run_ends or r > max(run_ends, default=0):
                continue
            if xs[i] > start:
                drawing.rule(start, y, xs[i], y, RULE_PT)
            start = xs[i + 1]
        drawing.rule(start, y, xs[-1], y, RULE_PT)
