"""The parts of a notice above and below its tables, measured and ready to be drawn anywhere.

A block is a height and a function that draws it with its upper edge at a given y. A line of text stands in
a box as high as the leading, its baseline 0.38 of the size below the middle.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from villagebook.base.sheet import NoticeContent
from villagebook.documents import notice_words as words
from villagebook.documents.breaking import (
    EMPTY_RIGHT,
    HALF,
    Line,
    balanced,
    joined_items,
    paragraph,
    single,
    title_lines,
)  # fmt: skip
from villagebook.documents.composite import Style
from villagebook.documents.faces import Font, Role
from villagebook.documents.notice_sheet import BODY_LEADING, SMALLEST_TABLE, TITLE_LEADING, Sheet, Sizes
from villagebook.documents.page import Drawing, Paper

TITLE_SHRINKS, LEAST_TITLE, LONG_TITLE, TOO_MANY_LINES = 2.5, 18.0, 14.0, 3
TITLE_ROOM = 0.95
BETWEEN = ("\u3000\u3000", "\u3000")
ABOVE_BASELINE = 0.38  # from the middle of a line's box down to its baseline, times the size
NUMBER_GAP, BELOW_TITLE_GAP = 0.15, 0.7  # above and below the number, times the body size
Draw = Callable[[Drawing, float], None]


@dataclass(frozen=True)
class Block:
    """Something with a height.

    Attributes:
        height: pt.
        draw: Draws it on a page with its upper edge at y.
        fits: False if a line had to be broken or shrunk in a way that calls for a smaller size.
        last_end: x where the last line of text ends.
    """

    height: float
    draw: Draw
    fits: bool = True
    last_end: float = 0.0


def lines_block(lines: Sequence[Line], style: Style, leading: float, x: float, align: float = 0) -> Block:
    """Return set lines as a block; ``x`` is their left edge, middle or right edge by ``align``."""

    def draw(page: Drawing, y: float) -> None:
        for i, line in enumerate(lines):
            page.line(x, y + (i + 0.5) * leading + ABOVE_BASELINE * style.size, line, style, align)

    end = x + lines[-1].width * style.size / 1000 if lines else x
    return Block(len(lines) * leading, draw, last_end=end)


def stacked(blocks: Sequence[Block]) -> Block:
    """Return blocks below each other as one."""

    def draw(page: Drawing, y: float) -> None:
        for block in blocks:
            block.draw(page, y)
            y += block.height

    end = blocks[-1].last_end if blocks else 0.0
    return Block(sum(b.height for b in blocks), draw, all(b.fits for b in blocks), end)


def gap(height: float) -> Block:
    """Return white."""
    return Block(height, lambda page, y: None)


def title(paper: Paper, content: NoticeContent, sheet: Sheet, sizes: Sizes) -> Block:
    """Return title and number. The title has one or two lines, more only if its pattern is far too long."""
    middle = (sheet.left + sheet.right) / 2
    blocks = []
    phrases = words.title_phrases(content)
    if phrases:
        style, lines = _title_lines(paper, phrases, sheet, sizes.title)
        blocks.append(lines_block(lines, style, TITLE_LEADING * style.size, middle, 0.5))
    number = words.one_line(content.number)
    if number:
        style, lines = _shrunk(paper, Role.TEXT, number, sizes.number, sheet.measure)
        above = 0 if sheet.beside else NUMBER_GAP * sizes.body
        blocks += [gap(above), lines_block(lines, style, BODY_LEADING * style.size, middle, 0.5)]
    blocks.append(gap(BELOW_TITLE_GAP * sizes.body))
    return stacked(blocks)


def _title_lines(
    paper: Paper, phrases: tuple[str, ...], sheet: Sheet, size: float
) -> tuple[Style, tuple[Line, ...]]:
    whole, measure, half = "".join(phrases), sheet.measure, sheet.scale / 2
    for step in range(int(2 * TITLE_SHRINKS) + 1):
        style = paper.style(Role.TITLE, size - step * half)
        if style.width(whole) <= TITLE_ROOM * measure:
            return style, (single(whole, style.font),)
    steps = int((size - LEAST_TITLE * sheet.scale) / half) + 1
    smaller = [paper.style(Role.TITLE, size - step * half) for step in range(max(1, steps))]
    for style in smaller:
        two = title_lines(phrases, style.font, measure / style.size * 1000)
        if two is not None:
            return style, two
    for style in smaller:  # a pattern far too long
        lines = balanced(whole, style.font, measure / style.size * 1000, phrases)
        if len(lines) <= TOO_MANY_LINES:
            return style, lines
    # A name of hundreds of characters: as small as the text, or the title would fill the sheet.
    style = paper.style(Role.TITLE, min(style.size, max(LONG_TITLE * sheet.scale, size / 2)))
    return style, balanced(whole, style.font, measure / style.size * 1000)


def title_is_too_long(paper: Paper, content: NoticeContent, sheet: Sheet, sizes: Sizes) -> bool:
    """Return whether the title does not stand on two lines."""
    phrases = words.title_phrases(content)
    return bool(phrases) and len(_title_lines(paper, phrases, sheet, sizes.title)[1]) > 2


def _shrunk(paper: Paper, role: Role, text: str, size: float, measure: float) -> tuple[Style, tuple[Line, ...]]:
    """Return a text on one line, smaller if need be, on several even ones if that does not help."""
    style = paper.style(role, size)
    while style.width(text) > measure and size > SMALLEST_TABLE:
        size = max(SMALLEST_TABLE, size - 0.5)
        style = paper.style(role, size)
    return style, balanced(text, style.font, measure / size * 1000)


def text(paper: Paper, content: NoticeContent, value: str, sheet: Sheet, sizes: Sizes) -> list[Block]:
    """Return the lines of a free text, a block each: paragraphs indented by 2 em and justified."""
    style = paper.style(Role.TEXT, sizes.body)
    keep = tuple(filter(None, (words.one_line(c.name) for c in content.contacts)))
    out = []
    for part in words.paragraphs(value):
        measure = sheet.measure / sizes.body * 1000
        lines = paragraph(part, style.font, measure, indent=2000, keep=keep)
        out += [lines_block((line,), style, sizes.leading, sheet.left) for line in lines]
    return out


def heading(paper: Paper, value: str, sheet: Sheet, sizes: Sizes, *, below_table: bool) -> Block:
    """Return the heading of a table (一、…): its baseline 1.3 leading below a table, the next 0.3 below it."""
    style = paper.style(Role.HEAD, sizes.body)
    measure = sheet.measure / sizes.body * 1000
    lines = paragraph(value, style.font, measure, autospace=False)
    # The box of a text line ends 0.43 em below its baseline; a table ends where it ends.
    above = 1.3 * sizes.leading - (0 if below_table else 0.43 * sizes.body)
    first = sizes.leading / 2 + ABOVE_BASELINE * sizes.body
    below = 0.3 * sizes.leading + 0.12 * sizes.body - (sizes.leading - first)
    return stacked([gap(above - first), lines_block(lines, style, sizes.leading, sheet.left), gap(below)])


def closing(paper: Paper, content: NoticeContent, sheet: Sheet, sizes: Sizes, width: float) -> Block:
    """Return 公示时间, 意见反映, 监督电话: labels in Sans 700, text hanging behind them."""
    label_style, style = paper.style(Role.HEAD, sizes.body), paper.style(Role.TEXT, sizes.body)
    groups = words.closing(content)
    hang = max((label_style.width(label + "：") for label, _ in groups), default=0.0)
    room = (width - hang) / sizes.body * 1000
    # Two spaces between name, phone and place, one where that saves a line.
    lines_of = min(([_items_lines(g, style.font, room, between) for _, g in groups] for between in BETWEEN), key=_count)
    blocks = [
        _labelled(label + "：", lines, label_style, style, sizes.leading, sheet.left, hang)
        for (label, _), lines in zip(groups, lines_of, strict=True)
    ]
    out = stacked(blocks)
    fits = all(
        single(item, style.font, True).width <= _room(items, room) for _, g in groups for items in g for item in items
    )
    return Block(out.height, out.draw, fits, out.last_end)


def _room(items: tuple[str, ...], room: float) -> float:
    """Return the room for lines that all end with a closing mark, which may hang with its empty half."""
    return room + HALF if all(item[-1] in EMPTY_RIGHT for item in items) else room


def _items_lines(group: tuple[tuple[str, ...], ...], font: Font, room: float, between: str) -> list[Line]:
    """Return the lines of groups of items; only an item wider than the room is itself broken."""
    out: list[Line] = []
    for items in group:
        for line in joined_items(items, font, _room(items, room), between):
            out += (line,) if line.width <= _room(items, room) else paragraph(line.text, font, room)
    return out


def _count(lines: list[list[Line]]) -> int:
    return sum(map(len, lines))


def _labelled(
    label: str, lines: list[Line], label_style: Style, style: Style, leading: float, left: float, hang: float
) -> Block:
    body = lines_block(lines, style, leading, left + hang)

    def draw(page: Drawing, y: float) -> None:
        page.text(left, y + leading / 2 + ABOVE_BASELINE * style.size, label, label_style)
        body.draw(page, y)

    return Block(body.height, draw, last_end=body.last_end)
