"""Where a poster is cut into tiles that fit a small printer. Knows boxes and rules, neither notices nor paper.

    traced = Traced(paper, width, height); draw(traced)
    grid = cut(traced, tile_width, tile_height)

A cut runs just above a row's rule of a table or between lines of text, and along a column's rule where there is one.
Neighbouring tiles overlap by 8 mm; where large type crosses a cut, by as much more as its widest character needs, so
that each character is whole on one tile. Points, y downwards.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from villagebook.documents.breaking import Line
from villagebook.documents.composite import Style
from villagebook.documents.page import FRAME_PT, MM, RULE_PT, Drawing, Paper

OVERLAP = 8 * MM
BORDER = 4 * MM  # white kept around what is printed
ABOVE_RULE = 1.5  # a cut runs so far before a rule, pt
ASCENT, DESCENT = 0.92, 0.28  # of the ink, times the size
STEP = 0.5 * MM
LEAST_PART = 0.15  # a tile is filled so far at least, unless the text does not allow it
WORTH_IT = 0.08  # of a tile given away for an overlap that is not wider than usual
WELL_FILLED = 0.6  # a column's rule nearer than this is not worth an extra tile


class Box(NamedTuple):
    """The room of a character, or of something that must not be cut."""

    left: float
    top: float
    right: float
    bottom: float


class Traced(Drawing):
    """A sheet that remembers where its characters, its rules and its pictures stand.

    Attributes:
        chars: Boxes of single characters.
        solids: Of codes and pictures.
        across, down: Rules as (place, first, last): y, left, right; x, top, bottom.
    """

    def __init__(self, paper: Paper, width: float, height: float) -> None:
        super().__init__(paper, width, height)
        self.chars: list[Box] = []
        self.solids: list[Box] = []
        self.across: list[tuple[float, float, float]] = []
        self.down: list[tuple[float, float, float]] = []

    def text(self, x: float, y: float, text: str, style: Style, align: float = 0) -> None:
        super().text(x, y, text, style, align)
        self._trace(x - style.width(text) * align, y, text, (), style)

    def line(self, x: float, y: float, line: Line, style: Style, align: float = 0) -> None:
        super().line(x, y, line, style, align)
        em = style.size / 1000
        x += line.start * em if not align else (line.start - line.width) * em * align
        self._trace(x, y, line.text, line.gaps, style)

    def rule(self, x0: float, y0: float, x1: float, y1: float, weight: float = RULE_PT, black: float = 1) -> None:
        super().rule(x0, y0, x1, y1, weight, black)
        if y0 == y1:
            self.across.append((y0, min(x0, x1), max(x0, x1)))
        else:
            self.down.append((x0, min(y0, y1), max(y0, y1)))

    def box(self, x: float, y: float, width: float, height: float, weight: float = FRAME_PT) -> None:
        super().box(x, y, width, height, weight)
        self.across += [(y, x, x + width), (y + height, x, x + width)]
        self.down += [(x, y, y + height), (x + width, y, y + height)]

    def qr(self, x: float, y: float, size: float, text: str, mask: int | None = None) -> None:
        super().qr(x, y, size, text, mask)
        self.solids.append(Box(x, y, x + size, y + size))

    def _trace(self, x: float, y: float, text: str, gaps: Sequence[float], style: Style) -> None:
        em, advance = style.size / 1000, style.font.advance
        top, bottom = y - ASCENT * style.size, y + DESCENT * style.size
        for i, char in enumerate(text):
            width = advance[char] * em
            if width and not char.isspace():
                self.chars.append(Box(x, top, x + width, bottom))
            x += width + (gaps[i] * em if gaps else 0)

    def inked(self, border: float = BORDER) -> Box:
        """Return the part of the sheet with anything on it, with so much white around."""
        boxes = self.chars + self.solids
        lefts = [b.left for b in boxes] + [r[1] for r in self.across]
        rights = [b.right for b in boxes] + [r[2] for r in self.across]
        tops = [b.top for b in boxes] + [r[0] for r in self.across]
        bottoms = [b.bottom for b in boxes] + [r[0] for r in self.across]
        return Box(
            max(0.0, min(lefts, default=0) - border), max(0.0, min(tops, default=0) - border),
            min(self.width, max(rights, default=self.width) + border),
            min(self.height, max(bottoms, default=self.height) + border),
        )  # fmt: skip


class Span(NamedTuple):
    """What one row or column of tiles shows of the sheet: ``first`` to ``last``; the next one begins at ``seam``."""

    first: float
    last: float
    seam: float


@dataclass
class Grid:
    """A poster cut up: the spans of its columns from the left, of its rows from the top."""

    columns: tuple[Span, ...]
    rows: tuple[Span, ...]

    @property
    def count(self) -> int:
        """How many tiles."""
        return len(self.columns) * len(self.rows)


@dataclass
class _Axis:
    """One direction of a sheet.

    Attributes:
        spans: First and last of each thing that is better not cut, by first.
        good: Where cuts are welcome, rising.
        clean: Whether a good cut runs through no character at all, or may run where the overlap shows it whole.
    """

    spans: list[tuple[float, float]]
    good: list[float]
    clean: bool
    _firsts: list[float] = field(default_factory=list)
    _widest: float = 0.0

    def __post_init__(self) -> None:
        self.spans.sort()
        self._firsts = [first for first, _ in self.spans]
        self._widest = max((last - first for first, last in self.spans), default=0.0)

    def needs(self, at: float) -> float:
        """Return how far behind a cut the characters it runs through reach, 0 if it runs through none."""
        low, high = bisect_left(self._firsts, at - self._widest), bisect_left(self._firsts, at)
        return max((last - at for first, last in self.spans[low:high] if last > at), default=0.0)

    def cut(self, start: float, end: float, room: float) -> tuple[Span, ...]:
        """Return the spans from ``start`` to ``end``, each at most ``room`` long, about equally filled."""
        count = len(self._cut(start, end, room, 0))
        even = self._cut(start, end, room, count)
        return even if len(even) == count else self._cut(start, end, room, 0)

    def _cut(self, start: float, end: float, room: float, count: int) -> tuple[Span, ...]:
        out: list[Span] = []
        while end - start > room:
            parts = count - len(out)
            aim = start + (end - start) / parts if parts > 1 else start + room
            seam, overlap = self._seam(start, room, aim)
            out.append(Span(start, seam + overlap, seam))
            start = seam
        return (*out, Span(start, end, end))

    def _seam(self, start: float, room: float, aim: float) -> tuple[float, float]:
        """Return (where the next tile begins, how far both show the same)."""
        last = start + room - OVERLAP
        least = start + room * (LEAST_PART if self.clean else WELL_FILLED)
        fitting = self.good[bisect_left(self.good, least) : bisect_right(self.good, last)]
        allowed = 0.0 if self.clean else OVERLAP
        fitting = [at for at in fitting if self.needs(at) <= allowed]
        if fitting:
            behind = [at for at in fitting if at >= aim]
            return (behind[0] if behind else fitting[-1]), OVERLAP
        return self._seam_anywhere(start, room)

    def _seam_anywhere(self, start: float, room: float) -> tuple[float, float]:
        """Return a seam through text: as far on as it goes, or a little before if the usual overlap will do there."""
        farthest: tuple[float, float] | None = None
        at = start + room - OVERLAP
        while at > start + room * LEAST_PART:
            needed = self.needs(at)
            if needed <= OVERLAP:
                return at, OVERLAP
            if farthest is None and at + needed <= start + room:
                farthest = at, needed
            if farthest is not None and at < farthest[0] - room * WORTH_IT:
                return farthest
            at -= STEP
        return farthest or (start + room - OVERLAP, OVERLAP)  # else a character is larger than the tile


def cut(sheet: Traced, width: float, height: float, border: float = BORDER) -> Grid:
    """Return how a sheet is cut into tiles that show at most ``width`` by ``height`` of it; ``border``: see inked."""
    inked = sheet.inked(border)
    chars = sheet.chars + sheet.solids
    across = [(b.left, b.right) for b in chars]
    columns = _Axis(across, _places({x for x, _, _ in sheet.down}), clean=False).cut(inked.left, inked.right, width)
    fewest = _Axis(across, [], clean=False).cut(inked.left, inked.right, width)
    if len(fewest) < len(columns):
        columns = fewest  # a column's rule is not worth another row of sheets
    rows = _Axis([(b.top, b.bottom) for b in chars], _row_places(sheet), clean=True)
    return Grid(columns, rows.cut(inked.top, inked.bottom, height))


def _places(rules: set[float]) -> list[float]:
    return sorted(at - ABOVE_RULE for at in rules)


def _row_places(sheet: Traced) -> list[float]:
    """Return where a sheet may be cut across: before the rules, and in the white between lines outside of tables."""
    ends = {bottom for _, _, bottom in sheet.down}
    inside = {y for y in ends if any(top <= y < bottom for _, top, bottom in sheet.down)}
    # The lowest rule of a table stays with it; the white below is better.
    good = {y - ABOVE_RULE for y, _, _ in sheet.across if y not in ends or y in inside}
    busy = [(b.top, b.bottom) for b in sheet.chars + sheet.solids] + [(top, bottom) for _, top, bottom in sheet.down]
    below = 0.0
    for top, bottom in sorted(set(busy)):
        if top > below and below:
            good.add((top + below) / 2)
        below = max(below, bottom)
    return sorted(good)
