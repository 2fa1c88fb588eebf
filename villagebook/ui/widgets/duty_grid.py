"""A year of what must be made public: a line per duty, twelve months across, green ticks, amber and red with words.

A quarter's accounts stand under its months, a yearly duty runs across all of them. What is done is a tick on plain
ground; only what is late or due has a colour. A mark at the months says which day it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from villagebook.ui import icons
from villagebook.ui.scale import px
from villagebook.ui.style import color
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.painted import Painted

LABEL, HEAD, ROW, GAP = 172, 34, 60, 4
MONTHS = 12


@dataclass(frozen=True, slots=True)
class DutyCell:
    """One duty of one period.

    Attributes:
        line: Which line it stands in.
        first, last: Months it runs across, from 1.
        title: The period (第三季度).
        said: How far it is, in words; short: where there is no room for all of them (晚 19 天).
        icon, tone: How it looks: ok, due, late, mute, or empty for what is to come.
        pressable: Whether it leads anywhere.
    """

    line: int
    first: int
    last: int
    title: str
    said: str
    short: str
    icon: str
    tone: str
    pressable: bool


class DutyGrid(Painted):
    """The grid; ``pressed(place)`` is a cell, in the order given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("公开日历", parent)
        self.lines: tuple[tuple[str, str], ...] = ()
        self.cells: tuple[DutyCell, ...] = ()
        self.year, self.today = 0, dt.date.min

    def show_year(
        self, year: int, lines: Sequence[tuple[str, str]], cells: Sequence[DutyCell], today: dt.date
    ) -> None:
        """Show a year: (title, rule) of each line and the cells in reading order."""
        self.year, self.today = year, today
        self.lines, self.cells = tuple(lines), tuple(cells)
        self.renew()

    def go_to(self, place: int) -> None:
        """Put the keyboard on a cell."""
        self.place = place
        self.setFocus()
        self.renew()

    # Where things lie

    def _month(self, month: int) -> int:
        """The left edge of a month; 13 gives the right edge of the last."""
        left, room = px(LABEL), max(self.width() - px(LABEL) - px(2), MONTHS)
        return left + round(room * (month - 1) / MONTHS)

    def areas(self) -> list[QRect]:
        found = []
        for cell in self.cells:
            left, right = self._month(cell.first) + px(GAP) // 2, self._month(cell.last + 1) - px(GAP) // 2
            found.append(QRect(left, px(HEAD) + cell.line * px(ROW) + px(GAP), right - left, px(ROW) - 2 * px(GAP)))
        return found

    def spoken(self) -> list[str]:
        return [f"{self.lines[cell.line][0]}，{cell.title}，{cell.said}" for cell in self.cells]

    def can_press(self, place: int) -> bool:
        return self.cells[place].pressable

    def sizeHint(self) -> QSize:
        return QSize(px(LABEL) + px(60) * MONTHS, px(HEAD) + px(ROW) * max(len(self.lines), 1) + px(2))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(480), self.sizeHint().height())

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for month in range(1, MONTHS + 1):
            box = QRect(self._month(month), 0, self._month(month + 1) - self._month(month), px(HEAD))
            now = (self.year, month) == (self.today.year, self.today.month)
            token, weight = ("accent", 500) if now else ("text2", 400)
            paint.text(painter, box, f"{month}月", token, size=13, weight=weight, align=paint.CENTER)
        paint.hairline(painter, 0, px(HEAD) - 1, self.width(), "edge")
        for line, (title, rule) in enumerate(self.lines):
            top = px(HEAD) + line * px(ROW)
            paint.text(painter, QRect(0, top + px(9), px(LABEL) - px(12), px(22)), title, weight=500)
            paint.text(painter, QRect(0, top + px(31), px(LABEL) - px(12), px(20)), rule, "text2", size=13)
            paint.hairline(painter, 0, top + px(ROW) - 1, self.width())
        for cell, area in zip(self.cells, self.areas(), strict=True):
            self._paint_cell(painter, cell, area)
        self._paint_today(painter)
        self.paint_focus(painter)

    def _paint_cell(self, painter: QPainter, cell: DutyCell, area: QRect) -> None:
        paint.rounded(painter, QRectF(area), px(4), color("sunken" if cell.tone else "surface"),
                      None if cell.tone else color("line"))  # fmt: skip
        if cell.tone in ("due", "late"):
            # A year is wide: only as much of it is coloured as its words take.
            wanted = px(42) + max(paint.text_width(cell.said, 13), paint.text_width(cell.title, 14, 500))
            width = wanted if cell.last - cell.first > 2 else area.width()
            marked = QRectF(area.x(), area.y(), min(area.width(), width), area.height())
            paint.rounded(painter, marked, px(4), color(f"{cell.tone}_bg"))
        words = cell.tone if cell.tone in ("due", "late", "ok") else "text2"
        inner = area.adjusted(px(8), px(4), -px(6), -px(4))
        half = inner.height() // 2
        upper = QRect(inner.x(), inner.y(), inner.width(), half)
        lower = QRect(inner.x(), inner.y() + half, inner.width(), inner.height() - half)
        paint.text(painter, upper, cell.title, "text" if cell.tone else "text2", weight=500)
        left = lower.x()
        if cell.icon:
            icons.draw(painter, cell.icon, words, QRectF(left, lower.y(), px(16), lower.height()), 14)
            left += px(20)
        room = QRect(left, lower.y(), lower.right() - left + 1, lower.height())
        said = cell.said if paint.text_width(cell.said, 13) <= room.width() else cell.short
        paint.text(painter, room, said, "text" if cell.tone == "ok" else words, size=13)

    def _paint_today(self, painter: QPainter) -> None:
        if self.year != self.today.year or not self.lines:
            return
        left, right = self._month(self.today.month), self._month(self.today.month + 1)
        x = left + round((right - left) * (self.today.day - 1) / 31)
        paint.upright(painter, x, px(HEAD) - px(7), px(7), "accent", px(3))


