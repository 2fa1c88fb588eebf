"""What hangs where on a board: sheets in true proportion under their headings. Pure: lengths in, places out.

The wall is played back from the first notice on: each sheet takes the first free place on the day it goes up, keeps
it until it comes down, and then leaves it free. So a sheet never moves because of what comes and goes beside it, and
nothing about places need be stored. Lengths in cm; ``x`` from the board's left edge, ``y`` from its upper edge down.

Source of the measures: the office's board plan (gap 2 across and 1.2 down, title strip 10.5, heading strip 7.5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

#: Width and height of papers in cm.
PAPERS_CM = {
    name + side: (long, short) if side else (short, long)
    for name, short, long in (("A4", 21.0, 29.7), ("A3", 29.7, 42.0), ("A2", 42.0, 59.4), ("A1", 59.4, 84.1))
    for side in ("", "横")
}
HEADINGS = ("项目", "资金", "名单", "监督")
EDGE, ACROSS, DOWN = 2.0, 2.0, 1.2
TITLE_STRIP, HEADING_STRIP, BELOW_HEADING = 10.5, 7.5, 1.8
#: A board lower than this keeps all its height for sheets: no title strip.
LEAST_WITH_TITLE = 75.0
_CLOSE = 1e-6


@dataclass(frozen=True)
class Board:
    """One board: its name and place, usable width and height, its headings from left to right."""

    name: str
    width: float
    height: float
    headings: tuple[str, ...] = HEADINGS
    place: str = ""

    @property
    def has_title(self) -> bool:
        """Whether a strip with the board's title stands above the headings."""
        return self.height >= LEAST_WITH_TITLE

    @property
    def headings_y(self) -> float:
        """Upper edge of the headings."""
        return EDGE + (TITLE_STRIP if self.has_title else 0.0)

    @property
    def top(self) -> float:
        """Upper edge of the first sheets."""
        return self.headings_y + (HEADING_STRIP + BELOW_HEADING if self.headings else 0.0)

    @property
    def columns(self) -> tuple[tuple[float, float], ...]:
        """Left and right edge of the room under each heading; one for all without headings."""
        count = len(self.headings) or 1
        width = (self.width - 2 * EDGE) / count
        return tuple((EDGE + i * width, EDGE + (i + 1) * width) for i in range(count))

    def column_of(self, heading: str) -> int | None:
        """The column of a heading; None if the board does not have it."""
        if not self.headings:
            return 0
        return self.headings.index(heading) if heading in self.headings else None


@dataclass(frozen=True)
class Wanted:
    """A notice on its way to a wall, or on it.

    Attributes:
        id: Unique. order: Stands behind the day it goes up.
        heading: Under which it hangs.
        boards: Indexes of the boards it may hang on, the first choice first.
        up, down: The day it goes up; the day it comes down, None while it hangs.
        sizes: (width, height) of each of its sheets.
    """

    id: str
    order: tuple[int, int]
    heading: str
    boards: tuple[int, ...]
    up: dt.date
    down: dt.date | None
    sizes: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Place:
    """Where a sheet hangs."""

    board: int
    column: int
    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Place) -> bool:
        """Whether the two would overlap, or hang closer than their gap."""
        return (
            self.board == other.board
            and self.x < other.x + other.width + ACROSS - _CLOSE
            and other.x < self.x + self.width + ACROSS - _CLOSE
            and self.y < other.y + other.height + DOWN - _CLOSE
            and other.y < self.y + self.height + DOWN - _CLOSE
        )


Found = dict[str, tuple[Place, ...]]


def laid(boards: Sequence[Board], wanted: Iterable[Wanted], on: dt.date) -> Found:
    """Return the places of what hangs on a day, by id; what found no room is not in it.

    Args:
        wanted: All that hung at any time since something that still hangs went up, and that itself.
    """
    hanging: dict[str, tuple[Wanted, tuple[Place, ...]]] = {}
    for one in sorted(wanted, key=lambda one: (one.up, one.order, one.id)):
        if one.up > on:
            break
        if one.down is not None and one.down <= one.up:
            continue
        for other, _ in list(hanging.values()):
            if other.down is not None and other.down <= one.up:
                del hanging[other.id]
        found = placed(boards, one, [place for _, places in hanging.values() for place in places])
        if found:
            # A stay that follows another of the same notice takes its place over.
            hanging[one.id] = (one, found)
    return {key: places for key, (one, places) in hanging.items() if one.down is None or one.down > on}


def placed(boards: Sequence[Board], one: Wanted, taken: Sequence[Place]) -> tuple[Place, ...]:
    """Return the first free places for all sheets of a notice on one board; none if there is no such board."""
    for index in one.boards:
        column = boards[index].column_of(one.heading)
        found = None if column is None else under(boards, index, column, one.sizes, taken)
        if found:
            return found
    return ()


def under(
    boards: Sequence[Board], index: int, column: int, sizes: Sequence[tuple[float, float]], taken: Sequence[Place]
) -> tuple[Place, ...]:
    """Return the first free places for some sheets under one heading; none if not all find room."""
    beside = _side_by_side(boards[index], index, column, sizes, taken)
    if beside:
        return beside
    found: list[Place] = []
    for width, height in sizes:
        place = next(
            (p for p in _tries(boards[index], index, column, width, height, [*taken, *found])
             if not any(map(p.meets, (*taken, *found)))), None)  # fmt: skip
        if place is None:
            return ()
        found.append(place)
    return tuple(found)


def _side_by_side(
    board: Board, index: int, column: int, sizes: Sequence[tuple[float, float]], taken: Sequence[Place]
) -> tuple[Place, ...]:
    """Sheets of one notice in one row, where a row under the heading holds them all."""
    if len(sizes) < 2 or len(set(sizes)) > 1:
        return ()
    rows: dict[float, list[Place]] = {}
    for place in _tries(board, index, column, *sizes[0], taken):
        row = rows.setdefault(place.y, [])
        if any(map(place.meets, taken)):
            row.clear()
        else:
            row.append(place)
        if len(row) == len(sizes):
            return tuple(row)
    return ()


def _tries(
    board: Board, index: int, column: int, width: float, height: float, taken: Sequence[Place]
) -> Iterator[Place]:
    """All places a sheet could have under a heading, top down and from left to right."""
    room = _room(board, column, width)
    if room is None:
        return
    left, right = room
    count = int((right - left + ACROSS + _CLOSE) // (width + ACROSS))
    first = (left + right - count * width - (count - 1) * ACROSS) / 2
    last = board.height - EDGE - height
    usual = PAPERS_CM["A4"][1] + DOWN
    tops = {board.top + row * usual for row in range(int(board.height // usual) + 1)}
    tops |= {p.y + p.height + DOWN for p in taken if p.board == index}
    for top in sorted({round(one, 6) for one in tops}):
        if board.top - _CLOSE <= top <= last + _CLOSE:
            for i in range(count):
                yield Place(index, column, round(first + i * (width + ACROSS), 6), top, width, height)


def _room(board: Board, column: int, width: float) -> tuple[float, float] | None:
    """The edges between which a sheet hangs: its column, widened over the next ones if it is wider; None: too wide."""
    columns = board.columns
    first, last = column, column
    while columns[last][1] - columns[first][0] < width - _CLOSE:
        if last + 1 < len(columns):
            last += 1
        elif first:
            first -= 1
        else:
            return None
    return columns[first][0], columns[last][1]


def free_places(boards: Sequence[Board], index: int, taken: Sequence[Place]) -> tuple[Place, ...]:
    """Return the places where an upright A4 could still hang, heading by heading."""
    found: list[Place] = []
    for column in range(len(boards[index].columns)):
        while True:
            more = under(boards, index, column, [PAPERS_CM["A4"]], [*taken, *found])
            if not more:
                break
            found += more
    return tuple(found)


def in_reading_order(places: Iterable[tuple[str, int, Place]]) -> list[tuple[str, int, Place]]:
    """Return (id, sheet, place) as they are numbered: heading by heading, top down, left to right."""
    return sorted(places, key=lambda one: (one[2].board, one[2].column, one[2].y, one[2].x, one[0]))


def stays(one: Wanted, moved: dt.date | None, to: tuple[int, ...]) -> tuple[Wanted, ...]:
    """Return a notice's times on the wall: all at one board, or until a day at one and from then at another."""
    if moved is None or moved <= one.up:
        return (replace(one, boards=to or one.boards),)
    # Up to the move it hung where it would have hung by itself; both stays bear its id, the last one counts.
    return (replace(one, down=moved), replace(one, up=moved, boards=to))
