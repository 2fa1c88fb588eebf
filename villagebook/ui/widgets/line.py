"""The one line of a field: sunken ground, underline, unit and buttons at its right edge.

Units and icons are own children placed at the edge: Qt's line edit actions keep 16 px at every text size and sit
too low once a sheet sets a height.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from PySide6.QtCore import QDate, QEvent, QModelIndex, QPoint, QRect, QRectF, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QTextCharFormat,
)
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCompleter,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QToolButton,
    QToolTip,
    QWidget,
    QWidgetAction,
)

from villagebook.ui import icons, scale, style
from villagebook.ui.scale import VBox, px
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.labels import Text


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a code list.

    Attributes:
        id: What is stored.
        title: What is shown.
        search: Further ways to type it (code, initials), separated by blanks.
    """

    id: str
    title: str
    search: str = ""


class EdgeButton(QPushButton):
    """A small icon at the right edge of a line; reachable by its key, not by Tab."""

    def __init__(self, icon: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self.setProperty("kind", "edge")
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._refresh()

    def set_icon(self, icon: str, name: str) -> None:
        """Show another icon under another name."""
        self._icon_name = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self._refresh()

    def _refresh(self) -> None:
        self.setIcon(icons.icon(self._icon_name, "text2"))
        self.setIconSize(QSize(px(16), px(16)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._refresh()


class Line(QLineEdit):
    """A line edit with a unit and a button inside its right edge; Esc gives back what was there.

    Signals:
        left: The line was left, or Enter pressed.
        button_pressed: The icon at the edge, or F4.
    """

    left = Signal()
    button_pressed = Signal()

    def __init__(self, *, unit: str = "", icon: str = "", icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = ""
        self._unit = Text(unit, "second", parent=self) if unit else None
        self.button = EdgeButton(icon, icon_name, self) if icon else None
        if self._unit is not None:
            self._unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if self.button is not None:
            self.button.clicked.connect(self.button_pressed)
        self.editingFinished.connect(self.left)
        scale.fix(self, height=30)
        self._place()

    def set_before(self, text: str) -> None:
        """Set what Esc gives back."""
        self._before = text

    def _place(self) -> None:
        right = px(8)
        if self.button is not None:
            side = px(26)
            right = px(4)
            self.button.setGeometry(self.width() - right - side, (self.height() - side) // 2, side, side)
            right += side
        if self._unit is not None:
            size = self._unit.sizeHint()
            top = (self.height() - size.height()) // 2
            right += px(2) if self.button is None else 0
            self._unit.setGeometry(self.width() - right - size.width(), top, size.width(), size.height())
            right += size.width() + px(8)
        # The sheet's own padding of 8 is there already.
        self.setTextMargins(0, 0, max(0, right - px(8)), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._place()

    def whole_text(self) -> str:
        """Return the text if there is no room for all of it; "" if all can be seen."""
        margins = self.textMargins()
        room = self.width() - margins.left() - margins.right() - 2 * px(8)
        return self.text() if self.fontMetrics().horizontalAdvance(self.text()) > room else ""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.whole_text():
            QToolTip.showText(event.globalPos(), self.whole_text(), self)
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.text() != self._before:
                event.accept()
                return True
            if event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
                # Nothing typed here: the key belongs to the book.
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.button is not None and event.key() == Qt.Key.Key_F4:
            self.button_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text() != self._before:
            self.setText(self._before)
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()


class ChoiceLine(Line):
    """A code list by typing: what is typed narrows the list, ↓ or a click opens it whole."""

    def __init__(self, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(icon="chevron-down", icon_name="打开选项", parent=parent)
        self._choices = tuple(choices)
        completer = QCompleter(self)
        completer.setModel(QStringListModel([c.title for c in self._choices], completer))
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        popup = QListView()
        popup.setProperty("kind", "popup")
        popup.setAccessibleName("选项")
        completer.setPopup(popup)
        self.setCompleter(completer)
        completer.activated[QModelIndex].connect(lambda _index: self._picked())
        self.button_pressed.connect(self.open)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The values that can be chosen."""
        return self._choices

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other values."""
        self._choices = tuple(choices)
        self.completer().setModel(QStringListModel([c.title for c in self._choices], self.completer()))

    def find(self, text: str) -> Choice | None:
        """Return the choice meant by a typed text: its title or id, a search word, or the only one containing it."""
        folded = text.strip().lower()
        for choice in self._choices:
            if folded in (choice.title.lower(), choice.id.lower(), *choice.search.lower().split()):
                return choice
        near = [choice for choice in self._choices if folded and folded in choice.title.lower()]
        return near[0] if len(near) == 1 else None

    def open(self) -> None:
        """Open the whole list, whatever stands in the line."""
        if self.isReadOnly() or not self.isEnabled():
            return
        self.setFocus()
        completer = self.completer()
        completer.setCompletionPrefix("")
        completer.complete()
        titles = [choice.title for choice in self._choices]
        if self.text() in titles:
            completer.popup().setCurrentIndex(completer.completionModel().index(titles.index(self.text()), 0))

    def _picked(self) -> None:
        self.selectAll()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_Down and plain and not self.completer().popup().isVisible():
            self.open()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.open()


class _Month(QCalendarWidget):
    """A month painted from tokens: the chosen day filled, today framed, other months in text3, no red Sundays."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self.setAccessibleName("日历")
        self.setGridVisible(False)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        heading = QTextCharFormat()
        heading.setForeground(style.color("text2"))
        heading.setBackground(style.color("surface"))
        self.setHeaderTextFormat(heading)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(day, heading)
        for name, icon, words in (("prev", "chevron-left", "上个月"), ("next", "chevron-right", "下个月")):
            button = self.findChild(QToolButton, f"qt_calendar_{name}month")
            if button is not None:
                button.setIcon(icons.icon(icon))
                button.setAccessibleName(words)
                button.setToolTip(words)

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate | date) -> None:
        shown = day if isinstance(day, date) else cast(date, day.toPython())
        chosen = shown == self.selectedDate().toPython()
        painter.fillRect(rect, style.color("surface"))
        area = rect.adjusted(px(4), px(1), -px(4), -px(1))
        token = "text" if shown.month == self.monthShown() else "text3"
        if chosen:
            paint.rounded(painter, QRectF(area), px(4), style.color("accent"))
            token = "on_accent"
        elif shown == self._today:
            paint.rounded(painter, QRectF(area), px(4), None, style.color("accent"))
        paint.text(painter, area, str(shown.day), token, align=paint.CENTER)


class Calendar(QMenu):
    """A month to pick a day from, opened under a line.

    Signals:
        picked: (date).
    """

    picked = Signal(object)

    def __init__(self, day: date, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        holder = QWidget()
        box = VBox(holder, (4, 0, 4, 2))
        self.month = _Month(today)
        self.month.setSelectedDate(QDate(day.year, day.month, day.day))
        box.addWidget(self.month)
        now = Button(f"今天 {today.isoformat()}", kind="quiet", small=True, on_click=lambda: self._pick(today))
        box.addWidget(now, 0, Qt.AlignmentFlag.AlignHCenter)
        action = QWidgetAction(self)
        action.setDefaultWidget(holder)
        self.addAction(action)
        self.month.clicked.connect(lambda chosen: self._pick(chosen.toPython()))
        self.month.activated.connect(lambda chosen: self._pick(chosen.toPython()))

    def _pick(self, day: date) -> None:
        self.picked.emit(day)
        self.close()


def open_calendar(line: Line, day: date, today: date, picked: Callable[[date], None]) -> Calendar:
    """Open a calendar under the line and hand on the day that is picked."""
    calendar = Calendar(day, today, line)
    calendar.picked.connect(picked)
    calendar.popup(line.mapToGlobal(QPoint(0, line.height())))
    calendar.month.setFocus()
    return calendar


def set_state(widget: QWidget, state: str) -> None:
    """Dress a line: "", warn, error or locked."""
    style.mark(widget, state=state)
