"""今日: what is due, one row each: icon, what, since when or how long still, and the button that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from villagebook.ui import icons, scale
from villagebook.ui.scale import px
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.buttons import Button


@dataclass(frozen=True, slots=True)
class TaskItem:
    """One thing to do.

    Attributes:
        icon: Lucide name.
        title: Verb and object (摘下公示：…).
        note: Number, dates, people.
        when: 过期 2 天, 今天, 11-20，还有 15 天.
        tone: late, due or empty.
        verb: The button (去摘下).
        go: What it does.
    """

    icon: str
    title: str
    note: str
    when: str
    verb: str
    go: Callable[[], object]
    tone: str = ""


class TaskRow(QWidget):
    """52 px; a hairline below, but under the last one. Tab and ↑↓ go from button to button."""

    HEIGHT, LEFT, WHEN, BUTTON = 53, 28, 142, 86

    def __init__(self, item: TaskItem, last: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item, self._last = item, last
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        scale.fix(self, height=self.HEIGHT)
        self.setAccessibleName(f"{item.title}，{item.note}，{item.when}")
        kind = "task" if item.tone == "late" else "quiet"
        self.button = Button(item.verb, kind=kind, small=True, on_click=item.go, parent=self)
        self.button.setAccessibleName(f"{item.verb}：{item.title}，{item.when}")
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def _place(self) -> None:
        width = max(px(self.BUTTON), self.button.sizeHint().width())
        self.button.setGeometry(self.width() - width, (self.height() - px(26)) // 2 - px(1), width, px(26))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(px(400), px(self.HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), px(self.HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, item = QPainter(self), self.item
        token = item.tone or "text2"
        icons.draw(painter, item.icon, token, QRectF(0, 0, px(18), self.height() - 1), 18)
        left = px(self.LEFT)
        when_left = self.button.x() - px(self.WHEN)
        room = when_left - left - px(12)
        paint.text(painter, QRect(left, px(6), room, px(21)), item.title, weight=500)
        paint.text(painter, QRect(left, px(27), room, px(20)), item.note, "text2", size=13)
        when = QRect(when_left, 0, px(self.WHEN) - px(8), self.height() - 1)
        if item.tone:
            name = "clock-alert" if item.tone == "late" else "clock"
            icons.draw(painter, name, item.tone, QRectF(when.x(), 0, px(14), self.height() - 2), 14)
            paint.text(painter, when.adjusted(px(18), 0, 0, 0), item.when, item.tone, weight=500)
        else:
            paint.text(painter, when, item.when, "text2", size=13)
        if not self._last:
            paint.hairline(painter, left, self.height() - 1, self.width() - left)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._place()
