"""The papers a notice can be on, and the type sizes tried on each, largest first.

One size drives all: the body size b; table, heads, title and number follow from it. A sheet is A4 to A1,
upright or on its side; on its side the closing lines stand left and the signature right of them. Upright, A3, A2 and
A1 are the page of A4 times the square root of two, two, and twice that root; on their sides A2 and A1 are A3 enlarged.
On A2 and A1 a list goes down to what a wall still reads before it takes a second sheet. Lengths in pt.

To add a paper: a line in SHEETS.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from villagebook.documents import foot
from villagebook.documents.page import A1, A2, A3, A4, MM, landscape

SEAL_MM = 42.0
SMALLEST_TABLE = 9.0  # nothing on a notice is smaller
WALL_TABLE = 12.0  # below this a wall is not read at two metres
LEAST_TABLE = 10.5  # below this a sheet is not set, the list goes over several pages
# Rows may be as tight as 1.55 of the size, but what is legible from afar is not set larger at the rows' cost.
TIGHT, AIRY = 1.55, 1.72
BODY_LEADING = 1.62
TITLE_LEADING = 1.42


@dataclass(frozen=True)
class Sizes:
    """The type sizes of one try, pt.

    Attributes:
        body, table, head, title, number: As said.
        row: Least height of a row.
        cell_leading: Of lines in cells, times the table size.
        grown: Larger than a wall needs: chosen only where the table is not torn into short lines for it.
    """

    body: float
    table: float
    head: float
    title: float
    number: float
    row: float
    cell_leading: float = 1.35
    grown: bool = False

    @property
    def leading(self) -> float:
        """Distance of two lines of the text."""
        return BODY_LEADING * self.body

    @property
    def row_max(self) -> float:
        """Height beyond which a row looks empty."""
        return 2.7 * self.table


@dataclass(frozen=True)
class Sheet:
    """One paper.

    Attributes:
        id: As a caller names it: A4, A3横.
        size: Width and height.
        side, top: Margins.
        beside: Closing lines and signature stand side by side.
        scale: Of what does not follow from the type: rules, white in cells, foot. 1 on A4 and A3.
        tries: Sizes for the notice on one sheet, largest first.
        paged: Sizes for a list over several pages, largest first; the last ones only if nothing else helps.
    """

    id: str
    size: tuple[float, float]
    side: float
    top: float
    beside: bool
    scale: float
    tries: tuple[Sizes, ...]
    paged: tuple[Sizes, ...]

    @property
    def measure(self) -> float:
        """Width of text and table."""
        return self.size[0] - 2 * self.side

    @property
    def left(self) -> float:
        """Left edge of text and table."""
        return self.side

    @property
    def right(self) -> float:
        """Right edge of text and table."""
        return self.size[0] - self.side

    @property
    def foot(self) -> foot.FootMeasures:
        """The measures of its foot."""
        return foot.NOTICE.scaled(self.scale)

    @property
    def bottom(self) -> float:
        """Where the foot's rule stands."""
        return self.size[1] - self.foot.zone_mm * MM


def _steps(first: float, last: float) -> list[float]:
    return [first - i / 2 for i in range(round((first - last) * 2) + 1)]


def _head(table: float) -> float:
    return max(SMALLEST_TABLE, table - (0.5 if table <= 12 else 1))


def _upright(body: float, table: float, scale: float = 1.0, row_mm: float = 0.0) -> Sizes:
    """Return the sizes on A4; ``scale`` enlarges all of them."""
    title = min(38.0, max(22.0, 1.3 * body + 6))
    row = max((AIRY if table > WALL_TABLE else TIGHT) * table, row_mm * MM)
    sizes = Sizes(body, table, _head(table), title, max(12.0, body - 2), row, grown=table > WALL_TABLE)
    if scale == 1:
        return sizes
    # Small type is enlarged, too: its head need not be nine points before that.
    head = max(SMALLEST_TABLE, round((table - (0.5 if table <= 12 else 1)) * scale, 1))
    return replace(_enlarged(sizes, scale), head=head)


def _a3_on_its_side(body: float, table: float) -> Sizes:
    row = max((AIRY if table > WALL_TABLE else TIGHT) * table, 9.2 * MM)
    title = min(40.0, 30 + 1.3 * (body - 16))
    return Sizes(body, table, _head(table), title, max(14.0, body - 2), row, 1.26, grown=body > 16)


def _enlarged(sizes: Sizes, scale: float) -> Sizes:
    names = ("body", "table", "head", "title", "number", "row")
    return replace(sizes, **{name: round(getattr(sizes, name) * scale, 1) for name in names})


def _dense(table: float, scale: float, cell_leading: float = 1.35) -> Sizes:
    """Return sizes of a long list on A2 or A1: what is read at two metres, under a title that is seen from afar."""
    body, title = max(table + 2, 11 * scale), (1.3 * 14 + 6) * scale
    head = max(SMALLEST_TABLE, table - (0.5 if table <= 12 else 1))
    return Sizes(body, table, head, title, max(12.0, body - 2), AIRY * table, cell_leading)


def _large(id: str, size: tuple[float, float], scale: float) -> Sheet:
    """Return A2 or A1: ``scale`` 1.41 or 2, against A3."""
    on_side = size[0] > size[1]
    if on_side:
        sizes = [_a3_on_its_side(b, b - 3) for b in _steps(24, 16.5)]
        sizes += [_a3_on_its_side(16, t) for t in _steps(13, LEAST_TABLE)]
        tries = [_enlarged(one, scale) for one in sizes]
    else:
        tries = [_upright(b, max(LEAST_TABLE, b - 2), ROOT2 * scale) for b in _steps(24, 12)]
    leading = tries[0].cell_leading
    tries += [_dense(t, scale, leading) for t in _steps(24, WALL_TABLE) if t < tries[-1].table]
    paged = [_dense(t, scale, leading) for t in _steps(_PAGED_LARGE, SMALLEST_TABLE)]
    side_mm, top_mm = (25, 20) if on_side else (31, 28)
    return Sheet(id, size, side_mm * scale * MM, top_mm * scale * MM, on_side, scale, tuple(tries), tuple(paged))


def _sheet(id: str, size: tuple[float, float], side_mm: float, tries: list[Sizes], paged: list[Sizes]) -> Sheet:
    top_mm = 28.0 if size == A3 else 20.0
    return Sheet(id, size, side_mm * MM, top_mm * MM, size[0] > size[1], 1.0, tuple(tries), tuple(paged))


ROOT2 = 2**0.5
_PAGED_TABLES = _steps(12, 9)
_PAGED_LARGE = 18.0  # table size of lists over several sheets of A2 or A1
SHEETS = {
    sheet.id: sheet
    for sheet in (
        _sheet(
            "A4", A4, 22,
            [_upright(b, max(LEAST_TABLE, b - 2)) for b in _steps(24, 12)],
            [_upright(14, t, row_mm=7.5) for t in _PAGED_TABLES],
        ),
        _sheet(
            "A4横", landscape(A4), 22,
            [_upright(b, max(LEAST_TABLE, b - 2)) for b in _steps(20, 12)],
            [_upright(14, t, row_mm=7.5) for t in _PAGED_TABLES],
        ),
        _sheet(
            "A3", A3, 31,
            [_upright(b, max(LEAST_TABLE, b - 2), ROOT2) for b in _steps(24, 12)],
            [_upright(14, t, ROOT2, row_mm=7.5) for t in _steps(12, 6.5)],
        ),
        _sheet(
            "A3横", landscape(A3), 25,
            [_a3_on_its_side(b, b - 3) for b in _steps(24, 16.5)]
            + [_a3_on_its_side(16, t) for t in _steps(13, LEAST_TABLE)],
            [_a3_on_its_side(16, t) for t in _steps(12.5, 9)],
        ),
        _large("A2", A2, ROOT2),
        _large("A2横", landscape(A2), ROOT2),
        _large("A1", A1, 2.0),
        _large("A1横", landscape(A1), 2.0),
    )
}  # fmt: skip
