"""Spine labels: 15, 20, 30 and 40 mm wide and 240 high on one A4, with cut marks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from villagebook.documents.faces import Faces, Role
from villagebook.documents.faces import faces as bundled_faces
from villagebook.documents.page import A4, HEAD_RULE_PT, MM, RULE_PT, Drawing, Paper
from villagebook.documents.saving import write_whole

WIDTHS_MM = (15, 20, 30, 40)
TOP_MM, HEIGHT_MM = 26.0, 240.0
_LEFTS_MM = (24.0, 55.0, 91.0, 137.0)
_MARK_MM = 4.0
_PITCH = 1.2
_RULES_MM = (18.0, 154.0, 210.0)
"""Rules across a label, from its upper edge: below the year, above the unit, below it."""


class SpineLabel(NamedTuple):
    """What stands on a spine."""

    year: str
    name: str
    unit: str
    series: str
    number: str
    term: str


@dataclass(frozen=True)
class _Sizes:
    year: float
    name: float
    unit: float
    number: float
    small: float


_SIZES = {15: _Sizes(15, 22, 11, 15, 11), 20: _Sizes(19, 24, 12, 16, 12), 30: _Sizes(22, 27, 13.5, 18, 12),
          40: _Sizes(24, 27, 14.5, 20, 13)}  # fmt: skip


def render_spine(target: Path | BinaryIO, labels: list[SpineLabel], *, faces: Faces | None = None) -> int:
    """Write spine labels, one A4 a project; return the pages.

    Raises:
        KnownError: the file cannot be written; it is as it was before.
    """
    paper = Paper("卷脊标签", using=faces or bundled_faces())
    for label in labels:
        page = paper.page(A4)
        page.text(A4[0] / 2, 15.5 * MM, "卷脊标签（沿虚线裁下，量卷厚选用）", paper.style(Role.LABEL, 12), 0.5)
        for left, width in zip(_LEFTS_MM, WIDTHS_MM, strict=True):
            _label(page, label, left, width)
    data = paper.save()
    if isinstance(target, Path):
        write_whole(target, data)
    else:
        target.write(data)
    return paper.page_count


def _label(page: Drawing, label: SpineLabel, left_mm: float, width_mm: int) -> None:
    _cut(page, left_mm, width_mm)
    paper, sizes = page.paper, _SIZES[width_mm]
    middle = (left_mm + width_mm / 2) * MM
    for rule in _RULES_MM:
        y = (TOP_MM + rule) * MM
        page.rule((left_mm + 1.6) * MM, y, (left_mm + width_mm - 1.6) * MM, y, HEAD_RULE_PT)
    year = paper.style(Role.HEAD, sizes.year)
    if year.width(label.year) > (width_mm - 3) * MM:
        year = paper.style(Role.HEAD, sizes.year * (width_mm - 3) * MM / year.width(label.year))
    page.text(middle, (TOP_MM + 13) * MM, label.year, year, 0.5)
    _upright(page, label.name, middle, TOP_MM + _RULES_MM[0] + 5, _RULES_MM[1] - _RULES_MM[0] - 8, Role.TITLE,
             sizes.name)
    _upright(page, label.unit, middle, TOP_MM + _RULES_MM[1] + 3, _RULES_MM[2] - _RULES_MM[1] - 5, Role.LABEL,
             sizes.unit)
    page.text(middle, (TOP_MM + 217.5) * MM, label.series, paper.style(Role.LABEL, sizes.small), 0.5)
    number = paper.style(Role.HEAD, sizes.number)
    if number.width(label.number) > (width_mm - 2) * MM:
        number = paper.style(Role.HEAD, sizes.number * (width_mm - 2) * MM / number.width(label.number))
    page.text(middle, (TOP_MM + 225.5) * MM, label.number, number, 0.5)
    page.text(middle, (TOP_MM + 234.5) * MM, label.term, paper.style(Role.LABEL, sizes.small), 0.5)
    below = TOP_MM + HEIGHT_MM + _MARK_MM + 4
    page.text(middle, below * MM, f"{width_mm}毫米", paper.style(Role.LABEL, 9), 0.5)


def _cut(page: Drawing, left_mm: float, width_mm: float) -> None:
    """Draw the dashed outline and the marks to cut by."""
    top, bottom = TOP_MM * MM, (TOP_MM + HEIGHT_MM) * MM
    sides = (left_mm * MM, (left_mm + width_mm) * MM)
    for x in sides:
        page.dashed(x, top, x, bottom, RULE_PT, 3)
        page.rule(x, top - _MARK_MM * MM, x, top - 1 * MM, RULE_PT)
        page.rule(x, bottom + 1 * MM, x, bottom + _MARK_MM * MM, RULE_PT)
    for y in (top, bottom):
        page.dashed(sides[0], y, sides[1], y, RULE_PT, 3)


def _upright(
    page: Drawing, text: str, middle: float, top_mm: float, room_mm: float, role: Role, size: float
) -> None:
    """Draw a text one character below the other; long ones smaller, runs of digits side by side."""
    cells = _cells(text)
    if not cells:
        return
    size = min(size, room_mm * MM / len(cells) / _PITCH)
    style = page.paper.style(role, size)
    y = top_mm * MM + 0.88 * size
    for cell in cells:
        fitted = style if style.width(cell) <= 1.4 * size else page.paper.style(role, size * 0.62)
        page.text(middle, y, cell, fitted, 0.5)
        y += size * _PITCH


def _cells(text: str) -> list[str]:
    """Return characters, with digits that belong together as one: 第12组 is three cells."""
    cells: list[str] = []
    for char in text:
        joins = cells and char.isascii() and char.isalnum() and cells[-1].isascii() and len(cells[-1]) < 4
        if joins:
            cells[-1] += char
        else:
            cells.append(char)
    return cells
