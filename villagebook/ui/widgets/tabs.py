"""Tabs with counts, painted: the active one in accent over a bar of 3 px."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from villagebook.ui.scale import px
from villagebook.ui.style import color
from villagebook.ui.widgets import paint

HEIGHT, PAD, GAP = 38, 4, 17


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: id, words, and a count (text, so that 14/19 can be said); empty for none."""

    id: str
    title: str
    count: str = ""


class TabBar(QWidget):
    """A row of tabs; ←→ move, and Ctrl+Tab belongs to the page.

    Tabs that do not fit are scrolled to when they become current.

    Signals:
        current_changed: (tab id).
    """

    current_changed = Signal(str)

    def __init__(self, tabs: Sequence[Tab] = (), *, name: str = "页签", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._tabs: tuple[Tab, ...] = ()
        self._current = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_tabs(tabs)

    @property
    def current(self) -> str:
        """The id of the active tab."""
        return self._current

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """The tabs in order."""
        return self._tabs

    def set_tabs(self, tabs: Sequence[Tab]) -> None:
        """Show these tabs; the active one stays if it is still there."""
        self._tabs = tuple(tabs)
        ids = [tab.id for tab in self._tabs]
        if self._current not in ids:
            self._current = ids[0] if ids else ""
            if self._current:
                self.current_changed.emit(self._current)
        self._name_it()
        self.updateGeometry()
        self.update()

    def set_count(self, tab_id: str, count: str) -> None:
        """Show another count on one tab."""
        self.set_tabs([Tab(t.id, t.title, count if t.id == tab_id else t.count) for t in self._tabs])

    def set_current(self, tab_id: str) -> None:
        """Make a tab the active one."""
        if tab_id != self._current and any(tab.id == tab_id for tab in self._tabs):
            self._current = tab_id
            self._name_it()
            self.update()
            self.current_changed.emit(tab_id)

    def _name_it(self) -> None:
        titles = [f"{t.title}{' ' + t.count if t.count else ''}" for t in self._tabs]
        now = next((t.title for t in self._tabs if t.id == self._current), "")
        self.setAccessibleName(f"{self._name}：{now}")
        self.setAccessibleDescription("，".join(titles))

    def _width(self, tab: Tab) -> int:
        weight = 500 if tab.id == self._current else 400
        count = px(5) + paint.text_width(tab.count, 13) if tab.count else 0
        return 2 * px(PAD) + paint.text_width(tab.title, 14, weight) + count

    def areas(self) -> list[QRect]:
        """Return where each tab lies now."""
        gap = self._gap()
        x, result = 0, []
        for tab in self._tabs:
            result.append(QRect(x, 0, self._width(tab), self.height()))
            x += self._width(tab) + gap
        current = next((area for tab, area in zip(self._tabs, result, strict=True) if tab.id == self._current), None)
        if current is not None and current.right() > self.width():
            shift = current.right() - self.width() + 1
            result = [area.translated(-shift, 0) for area in result]
        return result

    def _gap(self) -> int:
        """Return the room between tabs, smaller where they would not fit."""
        words = sum(self._width(tab) for tab in self._tabs)
        between = max(1, len(self._tabs) - 1)
        return max(px(6), min(px(GAP), (self.width() - words) // between))

    def sizeHint(self) -> QSize:
        width = sum(self._width(tab) + px(GAP) for tab in self._tabs)
        return QSize(width, px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(60), px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for tab, area in zip(self._tabs, self.areas(), strict=True):
            active = tab.id == self._current
            inner = area.adjusted(px(PAD), 0, 0, -px(1))
            weight, token = (500, "accent") if active else (400, "text")
            used = paint.text(painter, inner, tab.title, token, weight=weight)
            paint.text(painter, inner.adjusted(used + px(5), 0, 0, 0), tab.count, "text2", size=13)
            if active:
                bar = QRect(area.x(), self.height() - px(3), area.width(), px(3))
                painter.fillRect(bar, color("accent"))
                if self.hasFocus():
                    paint.focus_frame(painter, area.adjusted(0, px(4), 0, -px(5)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for tab, area in zip(self._tabs, self.areas(), strict=True):
            if area.contains(event.position().toPoint()):
                self.set_current(tab.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ids = [tab.id for tab in self._tabs]
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step or not ids:
            super().keyPressEvent(event)
            return
        place = ids.index(self._current) + step
        self.set_current(ids[max(0, min(len(ids) - 1, place))])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
