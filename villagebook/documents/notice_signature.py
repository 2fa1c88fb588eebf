"""落款: unit and date, with room for the seal of a village board, 42 mm wide, in which nothing is printed.

The seal's upper edge is 1 mm under the last text, the unit's baseline 25 mm under that edge, its lower edge
17 mm under the unit's baseline. When the last line of text ends left of the seal, all rises by 0.9 leading. The seal
is as large on a poster as on a letter: there the type decides, the unit at least 1.3 leading under the text.
"""

from __future__ import annotations

from dataclasses import dataclass

from villagebook.base.sheet import NoticeContent
from villagebook.documents import notice_words as words
from villagebook.documents.breaking import Line, balanced, single
from villagebook.documents.composite import Style
from villagebook.documents.faces import Role
from villagebook.documents.notice_blocks import Block, stacked
from villagebook.documents.notice_sheet import SEAL_MM, SMALLEST_TABLE, Sizes
from villagebook.documents.page import MM, Drawing, Paper

UNIT_UNDER_TEXT = 26 * MM
SEAL_UNDER_UNIT = 17 * MM
DATE_FROM_MARGIN_EM = 4
RISE = 0.9
POSTER_LEADING, POSTER_BELOW = 20 * MM, 1.6  # lines so far apart, and what then stands below the unit, leading
LEAST_UNDER_TEXT = 1.3  # leading; no more than the seal asks for on A4 and A3
CLEAR = 2 * MM
PER_ROW = 2


@dataclass(frozen=True)
class Signature:
    """One unit as it is set: its lines, their style, and the middle of unit and of date."""

    lines: tuple[Line, ...]
    style: Style
    unit_x: float
    date_x: float


def signature(
    paper: Paper, content: NoticeContent, sizes: Sizes, left: float, right: float, *, date_style: str,
    text_end: float | None = None,
) -> Block:  # fmt: skip
    """Return the 落款 as a block that begins where the ink of the last text ends.

    Args:
        paper, content, sizes: As said.
        left, right: Edges of the room it has; the date stands 4 em from the right one.
        date_style: ``arabic`` or ``numerals``.
        text_end: Where the last line of text ends; None: a table is the last thing above.
    """
    date = single(words.signed_on(content, date_style), paper.style(Role.TEXT, sizes.body).font, True)
    names = words.signers(content)
    if len(names) < PER_ROW:
        return _alone(paper, names, date, sizes, left, right, text_end)
    rows = []
    for first in range(0, len(names), PER_ROW):
        half = (right - left) / PER_ROW
        row = [
            _signature(paper, name, sizes, half, left + (i + 0.5) * half)
            for i, name in enumerate(names[first : first + PER_ROW])
        ]
        rows.append(_block(paper, row, date, sizes, 0.0))
    return stacked(rows)


def _alone(
    paper: Paper, names: tuple[str, ...], date: Line, sizes: Sizes, left: float, right: float, text_end: float | None
) -> Block:
    date_width = date.width * sizes.body / 1000
    date_x = max(right - DATE_FROM_MARGIN_EM * sizes.body - date_width / 2, left + date_width / 2)
    if not names:
        style = paper.style(Role.TEXT, sizes.body)

        def draw(page: Drawing, y: float) -> None:
            page.line(date_x, y + sizes.leading * 2, date, style, 0.5)

        return Block(sizes.leading * 3, draw)
    made = _signature(paper, names[0], sizes, right - left, date_x)
    width = max(line.width for line in made.lines) * made.style.size / 1000
    unit_x = min(max(date_x, left + width / 2), right - width / 2)
    reach = date_x - SEAL_MM / 2 * MM
    if (RISE + 1) * sizes.leading > UNIT_UNDER_TEXT:
        reach = min(reach, unit_x - width / 2)  # risen, the unit stands beside the text, not below it
    rises = text_end is not None and text_end + CLEAR <= reach
    return _block(
        paper, [Signature(made.lines, made.style, unit_x, date_x)], date, sizes, RISE * sizes.leading if rises else 0.0
    )


def _signature(paper: Paper, name: str, sizes: Sizes, width: float, middle: float) -> Signature:
    """Return a unit's name on one line, smaller if need be, on more lines if that does not help."""
    size, room = sizes.body, width - sizes.body
    while paper.style(Role.TEXT, size).width(name) > room and size > max(SMALLEST_TABLE, 0.75 * sizes.body):
        size -= 0.5
    size = max(size, SMALLEST_TABLE)
    style = paper.style(Role.TEXT, size)
    return Signature(balanced(name, style.font, room / size * 1000), style, middle, middle)


def _block(paper: Paper, row: list[Signature], date: Line, sizes: Sizes, rise: float) -> Block:
    date_style = paper.style(Role.TEXT, sizes.body)
    extra = (max(len(s.lines) for s in row) - 1) * sizes.leading
    below = POSTER_BELOW * sizes.leading if sizes.leading > POSTER_LEADING else sizes.leading + 0.3 * sizes.body
    unit_y = max(UNIT_UNDER_TEXT, LEAST_UNDER_TEXT * sizes.leading) - rise + extra

    def draw(page: Drawing, y: float) -> None:
        for signed in row:
            for i, line in enumerate(reversed(signed.lines)):
                page.line(signed.unit_x, y + unit_y - i * sizes.leading, line, signed.style, 0.5)
            page.line(signed.date_x, y + unit_y + sizes.leading, date, date_style, 0.5)

    return Block(unit_y + max(SEAL_UNDER_UNIT, below) + CLEAR, draw)
