"""The sheets on a board's plan: frame, numbered dot, title broken at sense, last day; free places dashed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from villagebook.documents.breaking import balanced
from villagebook.documents.composite import Style
from villagebook.documents.faces import Font, Role
from villagebook.documents.page import FRAME_PT, HAIR_PT, MM, Page

Box = tuple[float, float, float, float]
"""Left and upper edge, width, height, pt."""

_TITLE_PT, _SMALLEST_PT, _LEADING = 9.5, 4.5, 1.34
_SIDE_MM, _DOT_MM, _DOT_IN_MM = 0.9, 5.0, 0.9
_FREE_GREY, _DASH = 0.5, 1.6


def draw_sheet(page: Page, box: Box, scale: int, number: int, phrases: tuple[str, ...], until: str) -> None:
    """Draw one sheet; a title that finds no room is left to the table."""
    x, y, width, height = box
    page.box(x, y, width, height, FRAME_PT)
    dot = min(_DOT_MM, 62.0 / scale) * MM
    inset = _DOT_IN_MM * MM * 10 / scale
    centre = x + inset + dot / 2, y + inset + dot / 2
    page.disc(*centre, dot / 2)
    figure = page.paper.style(Role.HEAD, dot * (0.62 if number < 100 else 0.45))
    page.show(centre[0] - figure.width(str(number)) / 2, centre[1] + 0.36 * figure.size,
              f"1 g {figure.ops[str(number)]} 0 g", figure)  # fmt: skip
    last = _last_day(page, box, scale, until)
    top, bottom = y + inset + dot, last - 0.5 * MM
    style, lines = _title(page, phrases, width - 2 * _SIDE_MM * MM * 10 / scale, bottom - top, scale)
    leading = style.size * _LEADING
    # Below the dot, in the upper part of the room as on a sheet; tight ones in its middle.
    rest = bottom - top - len(lines) * leading
    at = top + min(rest / 2, 2.2 * MM * 10 / scale) + 0.86 * leading
    for line in lines:
        page.text(x + width / 2, at, line, style, 0.5)
        at += leading


def draw_free(page: Page, box: Box, scale: int) -> None:
    """Draw a free place."""
    x, y, width, height = box
    for a, b, c, d in ((x, y, x + width, y), (x, y + height, x + width, y + height), (x, y, x, y + height),
                       (x + width, y, x + width, y + height)):  # fmt: skip
        page.dashed(a, b, c, d, HAIR_PT, _DASH, _FREE_GREY)
    style = page.paper.style(Role.LABEL, max(_SMALLEST_PT, 9.0 * 10 / scale))
    text = "空位 A4"
    page.show(x + width / 2 - style.width(text) / 2, y + height / 2 + 0.36 * style.size,
              f"{_FREE_GREY:g} g {style.ops[text]} 0 g", style)  # fmt: skip


def _last_day(page: Page, box: Box, scale: int, until: str) -> float:
    """Draw the last day at the foot of a sheet; return its upper edge."""
    x, y, width, height = box
    style = _fitting(page, Role.LABEL, until, width - 1 * MM, 9.0 * max(0.6, 10 / scale))
    baseline = y + height - 2.4 * MM * 10 / scale
    page.text(x + width / 2, baseline, until, style, 0.5)
    return baseline - style.size


def _fitting(page: Page, role: Role, text: str, room: float, size: float) -> Style:
    style = page.paper.style(role, size)
    while style.width(text) > room and style.size > _SMALLEST_PT:
        style = page.paper.style(role, max(_SMALLEST_PT, style.size - 0.5))
    return style


def _title(
    page: Page, phrases: tuple[str, ...], width: float, height: float, scale: int
) -> tuple[Style, tuple[str, ...]]:
    """Return the title at the largest size on which it fits, whole phrases first; no lines if none does.

    Where it would become small, the year goes: the table beside the board says it.
    """
    size = min(_TITLE_PT, max(6.0, _TITLE_PT * 10 / scale))
    short = phrases[1:] if len(phrases) > 1 and phrases[0].endswith("年") else phrases
    for tried, least, broken in (
        (phrases, size - 1, False), (short, size - 1.5, False), (short, size - 1.5, True),
        (short, _SMALLEST_PT, False), (short, _SMALLEST_PT, True),
    ):  # fmt: skip
        for step in (size - i / 2 for i in range(int((size - least) * 2) + 1)):
            style = page.paper.style(Role.TEXT, step)
            lines = lines_of(tried, style.font, width / step * 1000, broken)
            if lines and len(lines) * step * _LEADING <= height:
                return style, lines
    return page.paper.style(Role.TEXT, size), ()


@lru_cache(maxsize=2000)
def lines_of(phrases: tuple[str, ...], font: Font, measure: float, broken: bool) -> tuple[str, ...]:
    """Return a title in the fewest lines, the most even of them; none if a phrase is wider than the measure.

    Args:
        measure: 1/1000 em. broken: Phrases may be broken.
    """
    if broken:
        whole = tuple(tuple(line.text for line in balanced(phrase, font, measure)) for phrase in phrases)
        phrases = tuple(line for lines in whole for line in lines)
    if any(font.em(phrase) > measure for phrase in phrases):
        return ()
    best: dict[int, tuple[int, float, tuple[str, ...]]] = {len(phrases): (0, 0.0, ())}
    for start in range(len(phrases) - 1, -1, -1):
        best[start] = min(_choices(phrases, start, font, measure, best))
    return best[0][2]


def _choices(
    phrases: Sequence[str], start: int, font: Font, measure: float, best: dict[int, tuple[int, float, tuple[str, ...]]]
) -> list[tuple[int, float, tuple[str, ...]]]:
    """(lines, sum of the squares of the room left over, lines) of each way to go on from a phrase."""
    found = []
    for end in range(start + 1, len(phrases) + 1):
        line = "".join(phrases[start:end])
        width = font.em(line)
        if width <= measure:
            lines, cost, rest = best[end]
            found.append((lines + 1, cost + (measure - width) ** 2, (line, *rest)))
    return found
