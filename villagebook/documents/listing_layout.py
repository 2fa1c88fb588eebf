"""Which paper a listing is on, at which size, how wide its columns are, and over how many bands they are divided.

Widths of contents are in 1/1000 em, widths of columns in pt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from villagebook.documents.page import A3, A4, MM, landscape

MARGIN = 15 * MM
PADDING = 1.2 * MM
SIZES = (10.5, 10.0, 9.5, 9.0)
SMALLEST = 9.0
REPEATED = 2
"""So many first columns stand on every band."""
FREE_EM = 6000
"""A text up to this width is never broken, so that names and classes stay whole."""
COMFORTABLE_EM, TIGHT_EM = 16000, 9000
HEAD_LINES = 3
WHOLE_HEAD_EM = 4000

Band = tuple[int, ...]
"""Columns of one band."""
Size = tuple[float, float]
PAPERS = {"A4横": landscape(A4), "A3横": landscape(A3)}
WIDEST = "A3横"
_MEASURE = PAPERS[WIDEST][0] - 2 * MARGIN


class MeasuredColumn(NamedTuple):
    """What a column needs.

    Attributes:
        widest: Its widest value.
        head: The widest line of its heading as it stands.
        one_line: Its values are never broken.
    """

    widest: int
    head: int
    one_line: bool


@dataclass(frozen=True)
class Layout:
    """How a listing is set: paper, size of the text in pt, widths of all columns in pt, the bands."""

    paper: str
    text_pt: float
    widths: tuple[float, ...]
    bands: tuple[Band, ...]

    @property
    def size(self) -> Size:
        """The sheet in pt."""
        return PAPERS[self.paper]


def laid_out(columns: Sequence[MeasuredColumn]) -> Layout:
    """Return the largest setting that holds all columns side by side, or else their division over bands."""
    for paper, text_pt, wrapped_em in _tries():
        measure = PAPERS[paper][0] - 2 * MARGIN
        natural = [_needed(c, 0) * text_pt / 1000 + 2 * PADDING for c in columns]
        least = [_needed(c, wrapped_em) * text_pt / 1000 + 2 * PADDING for c in columns]
        if sum(least) <= measure:
            widths = _shared(least, natural, measure)
            return Layout(paper, text_pt, widths, (tuple(range(len(columns))),))
    return _in_bands(columns)


def _tries() -> Iterator[tuple[str, float, int]]:
    """Yield (paper, size, width from which texts wrap; 0 for never), the best first."""
    for paper in PAPERS:
        yield from ((paper, size, 0) for size in SIZES)
        yield from ((paper, size, COMFORTABLE_EM) for size in SIZES)
    yield WIDEST, SMALLEST, TIGHT_EM


def _needed(column: MeasuredColumn, wrapped_em: int) -> float:
    """Return the width of a column's contents, texts broken at ``wrapped_em`` (0: not at all)."""
    widest: float = column.widest
    if wrapped_em and not column.one_line:
        widest = min(widest, max(wrapped_em, FREE_EM))
    if column.head <= WHOLE_HEAD_EM:
        head: float = column.head
    else:
        head = max(WHOLE_HEAD_EM, column.head / HEAD_LINES + 700)
    return max(widest, head, 2000)


def _shared(least: list[float], natural: list[float], measure: float) -> tuple[float, ...]:
    """Return widths that fill the measure: first what texts would like to have, the rest in proportion."""
    rest = measure - sum(least)
    wanted = [max(0, n - w) for n, w in zip(natural, least, strict=True)]
    given = min(1, rest / sum(wanted)) if sum(wanted) else 0
    widths = [w + more * given for w, more in zip(least, wanted, strict=True)]
    factor = measure / sum(widths)
    return tuple(w * factor for w in widths)


def _in_bands(columns: Sequence[MeasuredColumn]) -> Layout:
    """Return the fewest bands on the widest paper, at the largest size they allow, evenly filled."""
    fewest = len(_bands(columns, SMALLEST)[1])
    for text_pt in SIZES:
        widths, bands = _bands(columns, text_pt)
        if len(bands) == fewest:
            return Layout(WIDEST, text_pt, _filled(widths, bands), bands)
    raise AssertionError("the smallest size gives the fewest bands")


def _bands(columns: Sequence[MeasuredColumn], text_pt: float) -> tuple[list[float], tuple[Band, ...]]:
    """Return widths and bands at a size, the last band as full as the others."""
    most = (_MEASURE - 2 * PADDING) * 1000 / text_pt
    widths = [min(_needed(c, COMFORTABLE_EM), most) * text_pt / 1000 + 2 * PADDING for c in columns]
    repeated = tuple(range(min(REPEATED, len(columns))))
    if sum(widths[i] for i in repeated) > _MEASURE / 2:
        repeated = ()
    room = _MEASURE - sum(widths[i] for i in repeated)
    rest = range(len(repeated), len(columns))
    bands = _divided(rest, widths, room)
    while (tried := _divided(rest, widths, room - 5 * MM)) and len(tried) == len(bands) and room > 30 * MM:
        bands, room = tried, room - 5 * MM
    return widths, tuple((*repeated, *band) for band in bands)


def _divided(rest: range, widths: list[float], room: float) -> list[Band]:
    bands: list[list[int]] = [[]]
    left = room
    for i in rest:
        if widths[i] > left and bands[-1]:
            bands.append([])
            left = room
        bands[-1].append(i)
        left -= widths[i]
    return [tuple(band) for band in bands]


def _filled(widths: list[float], bands: tuple[Band, ...]) -> tuple[float, ...]:
    """Return widths with which each band fills the measure; columns on several bands keep theirs."""
    out = list(widths)
    for band in bands:
        own = [i for i in band if sum(i in other for other in bands) == 1]
        factor = (_MEASURE - sum(widths[i] for i in band if i not in own)) / sum(widths[i] for i in own)
        for i in own:
            out[i] = widths[i] * factor
    return tuple(out)
