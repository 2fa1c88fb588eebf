"""The days of a project on one time line: a row per stage with its mark, its title, its day, by when it is to be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from villagebook.ui import icons
from villagebook.ui.scale import px
from villagebook.ui.style import color
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.painted import Painted

State = Literal["done", "passed", "now", "open", "to_come"]
WORDS = {"done": "已完成", "passed": "已过，没有日期", "now": "正在", "open": "没有做", "to_come": "未到"}


@dataclass(frozen=True, slots=True)
class DateRow:
    """One stage.

    Attributes:
        id: Given back when it is pressed; empty leads nowhere.
        from_on: First day of a notice; None otherwise.
        on: The day it was reached. due: by when it is (was) to be.
        why: Who says so (计划, 规定).
        late: Whether it was not reached by then.
        wrong: What is wrong with its day; empty if nothing.
    """

    id: str
    title: str
    state: State
    from_on: dt.date | None = None
    on: dt.date | None = None
    due: dt.date | None = None
    why: str = ""
    late: bool = False
    wrong: str = ""

    @property
    def days(self) -> list[dt.date]:
        """The days it lies on."""
        return [day for day in (self.from_on, self.on, self.due) if day is not None]


class DateStrip(Painted):
    """Rows of stages: a disc for the day reached, a bar for the days a notice hung, a ring for what is planned."""

    ROW, HEAD, TITLE, DAY, DUE = 25, 26, 118, 92, 98

    def __init__(self, rows: Sequence[DateRow] = (), *, name: str = "进度", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.rows: tuple[DateRow, ...] = ()
        self.today = dt.date.min
        self.setMouseTracking(True)
        self.set_rows(rows, dt.date.min)

    def set_rows(self, rows: Sequence[DateRow], today: dt.date) -> None:
        """Show these stages; ``today`` is drawn as a line where it lies among their days."""
        self.rows, self.today = tuple(rows), today
        self.renew()

    # Painted

    def areas(self) -> list[QRect]:
        top = px(self.HEAD)
        return [QRect(0, top + i * px(self.ROW), self.width(), px(self.ROW)) for i in range(len(self.rows))]

    def spoken(self) -> list[str]:
        found = []
        for row in self.rows:
            due = f"{row.why}{row.due}" if row.due else ""
            parts = (WORDS[row.state], row.title, str(row.on or ""), due, "过期" if row.late else "", row.wrong)
            found.append(" ".join(part for part in parts if part))
        return found

    def can_press(self, place: int) -> bool:
        return bool(self.rows[place].id)

    def sizeHint(self) -> QSize:
        return QSize(px(520), px(self.HEAD) + px(self.ROW) * len(self.rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(300), self.sizeHint().height())

    # Time

    def span(self) -> tuple[dt.date, dt.date] | None:
        """First day of the first month and last moment of the last, None without any day."""
        days = [day for row in self.rows for day in row.days]
        if not days:
            return None
        first, last = min(days), max(days)
        end = (last.replace(day=1) + dt.timedelta(32)).replace(day=1)
        return first.replace(day=1), end

    def lane(self) -> QRect:
        """Return where the time line lies."""
        left = px(22) + px(self.TITLE)
        right = self.width() - px(self.DAY) - px(self.DUE)
        return QRect(left, 0, max(0, right - left - px(12)), self.height())

    def place_of(self, day: dt.date) -> float:
        """Return how far right a day lies, in px of the widget."""
        span, lane = self.span(), self.lane()
        if span is None:
            return float(lane.x())
        whole = max(1, (span[1] - span[0]).days)
        return lane.x() + lane.width() * (day - span[0]).days / whole

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_head(painter)
        for row, area in zip(self.rows, self.areas(), strict=True):
            self._paint_row(painter, row, area)
        self.paint_focus(painter)

    def _paint_head(self, painter: QPainter) -> None:
        head = QRect(0, 0, self.width(), px(self.HEAD) - px(4))
        right = self.width() - px(self.DUE)
        paint.text(painter, QRect(right - px(self.DAY), 0, px(self.DAY), head.height()), "日期", "text2", size=13)
        paint.text(painter, QRect(right, 0, px(self.DUE), head.height()), "计划、最迟", "text2", size=13)
        paint.hairline(painter, 0, px(self.HEAD) - px(2), self.width(), "edge")
        span, lane = self.span(), self.lane()
        if span is None or lane.width() < px(60):
            return
        taken = 0.0
        for first in _months(*span):
            x = self.place_of(first)
            paint.upright(painter, round(x), px(self.HEAD), self.height() - px(self.HEAD), "line")
            words = f"{first.year}年" if first.month == 1 or first == span[0] else f"{first.month}月"
            if x >= taken and x + paint.text_width(words, 12) <= lane.right() + px(8):
                paint.text(painter, QRect(round(x) + px(2), 0, px(60), head.height()), words, "text2", size=12)
                taken = x + paint.text_width(words, 12) + px(8)
        if span[0] <= self.today < span[1]:
            x = round(self.place_of(self.today))
            paint.upright(painter, x, px(self.HEAD), self.height() - px(self.HEAD), "accent", px(1.5) or 1)

    def _paint_row(self, painter: QPainter, row: DateRow, area: QRect) -> None:
        _paint_mark(painter, row, QPointF(px(9), area.center().y() + 0.5))
        title = QRect(px(22), area.y(), px(self.TITLE) - px(6), area.height())
        weight = 500 if row.state == "now" else 400
        paint.text(painter, title, row.title, "text2" if row.state == "to_come" else "text", weight=weight)
        self._paint_lane(painter, row, area)
        right = self.width() - px(self.DUE)
        day = QRect(right - px(self.DAY), area.y(), px(self.DAY), area.height())
        paint.text(painter, day, self._day_words(row), "late" if row.wrong else "text" if row.on else "text2", size=13)
        if row.wrong:
            box = QRectF(right - px(18), area.y(), px(14), area.height())
            icons.draw(painter, "triangle-alert", "late", box, 14)
        if row.due is not None:
            words = f"{row.due:%m-%d} 过期" if row.late else f"{row.due.isoformat()}"
            paint.text(painter, QRect(right, area.y(), px(self.DUE), area.height()), words,
                       "late" if row.late else "text2", size=13)  # fmt: skip

    def _day_words(self, row: DateRow) -> str:
        if row.on is not None:
            return row.on.isoformat()
        return {"passed": "没有填", "open": "没有做"}.get(row.state, "")

    def _paint_lane(self, painter: QPainter, row: DateRow, area: QRect) -> None:
        if self.lane().width() < px(60):
            return
        middle = area.center().y() + 0.5
        if row.due is not None:
            x = self.place_of(row.due)
            if row.on is not None and row.on != row.due:
                left, right = sorted((x, self.place_of(row.on)))
                token = "late" if row.on > row.due else "tint_line"
                painter.fillRect(QRectF(left, middle - px(1) / 2, right - left, max(1, px(1))), color(token))
            paint.disc(painter, QPointF(x, middle), px(4), "surface", "late" if row.late else "edge", max(1.0, px(1.5)))
        if row.on is None:
            return
        token = "late" if row.wrong else "accent" if row.state == "done" else "edge"
        if row.from_on is not None:
            left = self.place_of(row.from_on)
            wide = max(float(px(6)), self.place_of(row.on) - left)
            paint.rounded(painter, QRectF(left, middle - px(4), wide, px(8)), px(4), color(token))
        else:
            paint.disc(painter, QPointF(self.place_of(row.on), middle), px(5), token)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self.tip_at(event.pos())
            QToolTip.showText(event.globalPos(), words, self) if words else QToolTip.hideText()
            return True
        return super().event(event)

    def tip_at(self, point: QPoint) -> str:
        """Return what is said about the row under a point."""
        for row, area in zip(self.rows, self.areas(), strict=True):
            if area.contains(point):
                due = f"{row.why} {row.due}" if row.due else ""
                return "\n".join(part for part in (row.wrong, due) if part)
        return ""


def _paint_mark(painter: QPainter, row: DateRow, center: QPointF) -> None:
    radius = px(8)
    box = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
    if row.state == "done":
        paint.disc(painter, center, radius, "accent")
        icons.draw(painter, "check", "on_accent", box, 12)
    elif row.state == "passed":
        paint.disc(painter, center, radius, "surface", "accent", max(1.0, px(1.5)))
        icons.draw(painter, "check", "accent", box, 12)
    elif row.state == "now":
        paint.disc(painter, center, radius, "surface", "accent", px(2))
        paint.disc(painter, center, px(3), "accent")
    elif row.state == "open":
        icons.draw(painter, "circle-dashed", "due", box, 16)
    else:
        paint.disc(painter, center, radius, "surface", "edge", max(1.0, px(1.5)))


def _months(first: dt.date, end: dt.date) -> list[dt.date]:
    """Return the first days of the months between two days, at most 24 evenly chosen."""
    found = []
    month = first
    while month < end:
        found.append(month)
        month = (month + dt.timedelta(32)).replace(day=1)
    step = 1 if len(found) <= 12 else 3 if len(found) <= 36 else 12
    return [one for place, one in enumerate(found) if place == 0 or (one.month - 1) % step == 0]
