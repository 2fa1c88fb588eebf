"""Many short texts of one file (cells, paragraphs, properties) searched as one long one.

A search of its own for each cell takes ten times as long.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from villagebook.exporting.leaks.rules import Hit, LeakRules
from villagebook.exporting.leaks.scene import APART, Line, Span, line_around
from villagebook.exporting.leaks.search import find, masked
from villagebook.exporting.leaks.squeeze import Squeezed, squeeze

#: The piece goes on in the line right below, or directly.
BELOW, ON = "\n", ""

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Piece:
    """One text.

    Attributes:
        where: Its place in words.
        before: What stands between it and the piece before: APART, BELOW or ON.
        row: Pieces that follow each other with the same row stand side by side; None: the piece stands alone.
        sheet, cell: In a workbook.
    """

    text: str
    where: str
    before: str = APART
    row: Hashable = None
    sheet: str | None = None
    cell: str | None = None


def scan_pieces(pieces: Iterable[Piece], rules: LeakRules) -> Iterator[Hit]:
    """Yield the leaks in the pieces, in order."""
    batch: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if len(batch) >= _AT_ONCE and piece.before == APART and (piece.row is None or piece.row != batch[-1].row):
            yield from _scan(batch, rules)
            batch = []
        batch.append(piece)
    yield from _scan(batch, rules)


def _scan(batch: list[Piece], rules: LeakRules) -> Iterator[Hit]:
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for piece in batch:
        starts.append(length + len(piece.before))
        parts += (piece.before, piece.text)
        length += len(piece.before) + len(piece.text)
    found = squeeze("".join(parts))
    for kind, (start, end) in find(found, rules, line=_lines(batch, starts, found)):
        piece = batch[max(bisect_right(starts, found.origin[start]) - 1, 0)]
        yield Hit(kind, masked(kind, found.text[start:end]), piece.where, sheet=piece.sheet, cell=piece.cell)


def _lines(batch: list[Piece], starts: list[int], found: Squeezed) -> Line:
    def line(span: Span) -> str:
        first = last = max(bisect_right(starts, found.origin[span[0]]) - 1, 0)
        row = batch[first].row
        if row is None:
            return found.text[slice(*line_around(found, span))]
        while first > 0 and batch[first - 1].row == row:
            first -= 1
        while last + 1 < len(batch) and batch[last + 1].row == row:
            last += 1
        end = starts[last + 1] - 1 if last + 1 < len(batch) else found.origin[-1] + 1
        return found.text[bisect_left(found.origin, starts[first]):bisect_left(found.origin, end)]

    return line
