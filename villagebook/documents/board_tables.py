"""The two tables below a board's plan: place, number, title, paper, where it hangs, when it comes down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from villagebook.documents.board_sheets import lines_of
from villagebook.documents.breaking import balanced
from villagebook.documents.composite import Style
from villagebook.documents.faces import Role
from villagebook.documents.page import FRAME_PT, HEAD_RULE_PT, MM, RULE_PT, Page, Paper

HEADS = ("位", "编号", "标题", "纸", "距左", "顶高", "撤下")
_WIDTHS_MM = (5.8, 31.8, 38.4, 8.8, 8.9, 8.9, 14.4)
_GAP_MM, _PADDING_MM = 6.0, 0.7
_SIZE, _LEADING, _ROW_MM, _HEAD_MM = 8.5, 1.26, 5.3, 5.6
_CENTRED = (0, 3)
_SMALLEST, _ONE_LINE_PT = 6.0, 7.5
#: Lines a cell may have, column by column.
_MOST = (1, 2, 2, 1, 1, 1, 1)


@dataclass(frozen=True)
class Row:
    """One line: place on the plan, number, title cut at sense breaks, paper, cm from the left, cm of the upper edge,
    when it comes down."""

    place: int
    number: str
    title: tuple[str, ...]
    paper: str
    left: float
    upper: float
    down: str


def height_of(paper: Paper, left: float, right: float, rows: Sequence[Row]) -> float:
    """Return the height of the tables of some rows."""
    return max((_table_height(paper, part, _widths(left, right)) for part in _halves(rows)), default=0.0)


def draw_tables(page: Page, left: float, right: float, y: float, rows: Sequence[Row]) -> float:
    """Draw the tables side by side; return the y of the lower edge of the longer one."""
    widths = _widths(left, right)
    step = sum(widths) + _GAP_MM * MM
    ends = [_draw_table(page, left + i * step, y, part, widths) for i, part in enumerate(_halves(rows)) if part]
    return max(ends, default=y)


def _halves(rows: Sequence[Row]) -> tuple[Sequence[Row], Sequence[Row]]:
    half = (len(rows) + 1) // 2
    return rows[:half], rows[half:]


def _widths(left: float, right: float) -> tuple[float, ...]:
    room = (right - left - _GAP_MM * MM) / 2
    return tuple(width / sum(_WIDTHS_MM) * room for width in _WIDTHS_MM)


def _title(paper: Paper, title: tuple[str, ...], width: float) -> tuple[str, ...]:
    """Return a title without its year where that saves a line; the number beside it says the year."""
    room = width - 2 * _PADDING_MM * MM
    least = paper.style(Role.TEXT, _ONE_LINE_PT)
    short = title[1:] if len(title) > 1 and title[0].endswith("年") else title
    fits = paper.style(Role.TEXT, _SIZE).width("".join(title)) <= room
    return title if fits or least.width("".join(short)) > room else short


def _cells(row: Row) -> tuple[tuple[str, ...], ...]:
    texts = (str(row.place), row.number, row.paper, f"{row.left:.1f}", f"{row.upper:.1f}", row.down)
    cells = [(text,) for text in texts]
    return (*cells[:2], row.title, *cells[2:])


def _lines(paper: Paper, phrases: tuple[str, ...], width: float, most: int) -> tuple[Style, tuple[str, ...]]:
    """Return a cell on at most so many lines, broken at sense where that goes, smaller if it must."""
    room = width - 2 * _PADDING_MM * MM
    size = _SIZE
    if most > 1 and paper.style(Role.TEXT, _ONE_LINE_PT).width("".join(phrases)) <= room:
        most = 1  # a little smaller on one line rather than on two
    while True:
        style = paper.style(Role.TEXT, size)
        measure = room / size * 1000
        lines = lines_of(phrases, style.font, measure, False)
        if not lines and most > 1:
            lines = lines_of(phrases, style.font, measure, True)
        if len(lines) > most:
            lines = tuple(line.text for line in balanced("".join(phrases), style.font, measure))
        lines = lines or ("".join(phrases),)
        if size <= _SMALLEST or (len(lines) <= most and max(map(style.width, lines)) <= room + 0.01):
            return style, lines
        size -= 0.5


def _row_height(paper: Paper, row: Row, widths: Sequence[float]) -> float:
    cells = _cells(replace(row, title=_title(paper, row.title, widths[2])))
    most = max(len(_lines(paper, cells[i], widths[i], _MOST[i])[1]) for i in (1, 2))
    return _ROW_MM * MM + (most - 1) * _SIZE * _LEADING * 0.8


def _table_height(paper: Paper, rows: Sequence[Row], widths: Sequence[float]) -> float:
    return _HEAD_MM * MM + sum(_row_height(paper, row, widths) for row in rows) if rows else 0.0


def _draw_table(page: Page, left: float, top: float, rows: Sequence[Row], widths: Sequence[float]) -> float:
    paper = page.paper
    edges = [left + sum(widths[:i]) for i in range(len(widths) + 1)]
    head = paper.style(Role.HEAD, _SIZE)
    y = top + _HEAD_MM * MM
    for i, text in enumerate(HEADS):
        page.text((edges[i] + edges[i + 1]) / 2, (top + y) / 2 + 0.37 * _SIZE, text, head, 0.5)
    page.rule(left, y, edges[-1], y, HEAD_RULE_PT)
    for at, row in enumerate(rows):
        if at:
            page.rule(left, y, edges[-1], y, RULE_PT)
        height = _row_height(paper, row, widths)
        shown = replace(row, title=_title(paper, row.title, widths[2]))
        for i, phrases in enumerate(_cells(shown)):
            _draw_cell(page, i, phrases, edges[i], edges[i + 1], y + height / 2)
        y += height
    for x in edges[1:-1]:
        page.rule(x, top, x, y, RULE_PT)
    page.box(left, top, edges[-1] - left, y - top, FRAME_PT)
    return y


def _draw_cell(
    page: Page, index: int, phrases: tuple[str, ...], left: float, right: float, middle: float
) -> None:
    style, lines = _lines(page.paper, phrases, right - left, _MOST[index])
    leading = style.size * _LEADING
    y = middle - (len(lines) - 1) / 2 * leading + 0.37 * style.size
    for line in lines:
        if index in _CENTRED or (index == len(HEADS) - 1 and not line[:1].isdigit()):
            page.text((left + right) / 2, y, line, style, 0.5)
        elif index > 3:
            page.text(right - _PADDING_MM * MM, y, line, style, 1)
        else:
            page.text(left + _PADDING_MM * MM, y, line, style)
        y += leading
