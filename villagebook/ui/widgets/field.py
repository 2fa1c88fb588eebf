"""A field of a record: label, control, and the finding below it.

It is edited in place: ``edited`` is emitted when it is left with another value that can be read. What cannot be read
stays as typed, with the reason below; nothing ever blocks leaving the field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QSizePolicy, QWidget

from villagebook.base.text import is_blank
from villagebook.ui import fonts, icons, scale, style
from villagebook.ui.scale import HBox, VBox, px
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.editors import EDITORS
from villagebook.ui.widgets.labels import ElidedLabel
from villagebook.ui.widgets.line import Choice, ChoiceLine, Line, open_calendar, set_state

LABEL_WIDTH = 84

_WRAPPED = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

FINDINGS = {
    "error": ("late", "circle-x", "error"),
    "warning": ("due", "triangle-alert", "warn"),
    "info": ("info", "info", ""),
}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What a form is told about one field.

    Attributes:
        id: Key in the form's values.
        label: As the user knows it.
        kind: One of EDITORS.
        unit: Inside the field, at its right.
        choices: For kind choice.
        locked: Shown, not edited.
        wide: Takes both columns.
        placeholder: An example, in text3; for a tick, what stands beside the box.
        help: Tool tip of the label.
        lines: Height of a long text, in lines.
    """

    id: str
    label: str
    kind: str = "text"
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    locked: bool = False
    wide: bool = False
    placeholder: str = ""
    help: str = ""
    lines: int = 3


class FindingLine(QWidget):
    """Below a field: icon, what is expected and what is there; a second line where it is narrow."""

    MOST_LINES = 3

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._tone, self._icon = "", "due", "triangle-alert"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        scale.fix(self, height=22)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty if there is no finding."""
        return self._text

    def say(self, text: str, severity: str = "warning") -> None:
        """Show a finding, or hide with an empty text."""
        self._text = text
        self._tone, self._icon, _ = FINDINGS[severity]
        self.setAccessibleName(text)
        self.setToolTip(text)
        self._fit()
        style.show_if(self, bool(text))
        self.update()

    def _fit(self) -> None:
        room = self.width() - px(19)
        needed = fonts.metrics(13).boundingRect(QRect(0, 0, max(room, px(60)), 10_000), _WRAPPED, self._text).height()
        lines = max(1, min(self.MOST_LINES, round(needed / fonts.metrics(13).lineSpacing())))
        if self.height() != px(22 + 18 * (lines - 1)):
            scale.fix(self, height=22 + 18 * (lines - 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(px(60), px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        first = QRect(0, px(2), self.width(), px(20))
        icons.draw(painter, self._icon, self._tone, first.adjusted(0, 0, px(14) - first.width(), 0).toRectF(), 14)
        if self.height() <= px(22):
            paint.text(painter, first.adjusted(px(19), 0, 0, 0), self._text, self._tone, size=13)
            return
        painter.setFont(fonts.font(13))
        painter.setPen(style.color(self._tone))
        painter.drawText(self.rect().adjusted(px(19), px(3), 0, 0), _WRAPPED, self._text)


class Field(QWidget):
    """One field of a record.

    Attributes:
        spec: What it was made from.
        control: The line, text or tick; focus goes there.

    Signals:
        edited: (value) left with another value; None means emptied.
        reveal_asked: A secret is to be shown: answer with ``reveal``.
    """

    edited = Signal(object)
    reveal_asked = Signal()

    def __init__(self, spec: FieldSpec, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self._today = today
        self._editor = EDITORS[spec.kind]
        self._value: Any = None
        self._masked = False
        self._finding: tuple[str, str] = ("", "warning")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.label = ElidedLabel(spec.label, "label")
        scale.fix(self.label, width=LABEL_WIDTH, height=30)
        if spec.help:
            self.label.setToolTip(spec.help)
        self.control = self._make_control()
        self.control.setAccessibleName(spec.label)
        self.control.setAccessibleDescription(spec.help)
        self.finding = FindingLine()
        box = VBox(self)
        row = HBox(spacing=4)
        row.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.control, 1)
        box.addLayout(row)
        box.addWidget(self.finding)
        self.setFocusProxy(self.control)
        self.set_locked(spec.locked)

    # Value

    @property
    def value(self) -> Any:
        """The value as last set or edited; None if empty."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show a value of the field's kind; of a secret, its masked text."""
        self._value = value
        self._masked = self.spec.kind == "secret" and not is_blank(value)
        self._show()
        self._show_finding(*self._finding)

    def reveal(self, text: str) -> None:
        """Show a secret in full and let it be edited; leaving the field masks it again."""
        if isinstance(self.control, Line):
            self._masked = False
            self._dress()
            self.control.setText(text)
            self.control.set_before(text)
            self.control.setProperty("revealed", text)
            self.control.setFocus()
            self.control.selectAll()

    def set_finding(self, message: str, severity: str = "warning") -> None:
        """Show what is doubtful (severity error, warning or info); an empty message clears it."""
        self._finding = (message, str(severity))
        self._show_finding(*self._finding)

    def set_locked(self, locked: bool) -> None:
        """Let it be read only: no ground, a hairline."""
        self._locked = locked
        self._dress()

    # Inside

    def _make_control(self) -> QWidget:
        spec = self.spec
        if spec.kind == "tick":
            tick = QCheckBox(spec.placeholder)
            tick.clicked.connect(self._tick_clicked)
            return tick
        if spec.kind == "long_text":
            area = QPlainTextEdit()
            area.setTabChangesFocus(True)
            area.setPlaceholderText(spec.placeholder)
            scale.fix(area, height=20 + 21 * spec.lines)
            area.installEventFilter(self)
            return area
        line = self._make_line()
        line.setPlaceholderText(spec.placeholder)
        line.left.connect(self._left)
        line.installEventFilter(self)
        if self._editor.right:
            line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return line

    def _make_line(self) -> Line:
        spec = self.spec
        if spec.kind == "choice":
            return ChoiceLine(spec.choices)
        if spec.kind == "date":
            line = Line(unit=spec.unit, icon="calendar", icon_name="打开日历")
            line.button_pressed.connect(self._open_calendar)
            return line
        if spec.kind == "secret":
            line = Line(unit=spec.unit, icon="eye", icon_name="显示全部")
            line.button_pressed.connect(self._eye_pressed)
            return line
        return Line(unit=spec.unit)

    def _dress(self) -> None:
        locked = self._locked
        if isinstance(self.control, QCheckBox):
            self.control.setEnabled(not locked)
        elif isinstance(self.control, (Line, QPlainTextEdit)):
            self.control.setReadOnly(locked or self._masked)
            self._show_finding(*self._finding)
        if isinstance(self.control, ChoiceLine) and self.control.button is not None:
            self.control.button.setVisible(not locked)

    def _text(self) -> str:
        value = self._value
        if value is None:
            return ""
        if isinstance(self.control, ChoiceLine):
            found = next((c.title for c in self.control.choices if c.id == value), None)
            return found if found is not None else str(value)
        return self._editor.show(value)

    def _show(self) -> None:
        if isinstance(self.control, QCheckBox):
            self.control.setChecked(bool(self._value))
        elif isinstance(self.control, QPlainTextEdit):
            self.control.setPlainText(self._text())
        elif isinstance(self.control, Line):
            self.control.setProperty("revealed", None)
            self.control.setText(self._text())
            self.control.set_before(self._text())
            self.control.setCursorPosition(0)
            self._dress()

    def _show_finding(self, message: str, severity: str) -> None:
        self.finding.say(message, severity)
        state = FINDINGS[severity][2] if message else ""
        if not isinstance(self.control, QCheckBox):
            set_state(self.control, state or ("locked" if self._locked else ""))
        description = "，".join(part for part in (self.spec.help, message) if part)
        self.control.setAccessibleDescription(description)

    def _left(self) -> None:
        if self._locked or self._masked or not isinstance(self.control, Line):
            return
        text = self.control.text()
        revealed = self.control.property("revealed")
        if text == (revealed if revealed is not None else self._text()):
            if revealed is not None and not self.control.hasFocus():
                self._masked = True
                self._show()
            return
        self._take(text)

    def _take(self, text: str) -> None:
        try:
            value = self._read(text)
        except ValueError as problem:
            self._show_finding(str(problem), "error")
            return
        if value == self._value and self.spec.kind != "secret":
            # The same value written another way: nothing to tell.
            self._show()
            self._show_finding(*self._finding)
            return
        self._value = value
        if self.spec.kind != "secret":
            self._show()
        elif isinstance(self.control, Line):
            self.control.setProperty("revealed", text)
        self._show_finding(*self._finding)
        self.edited.emit(value)

    def _read(self, text: str) -> Any:
        if is_blank(text):
            return None
        if isinstance(self.control, ChoiceLine):
            choice = self.control.find(text)
            if choice is None:
                raise ValueError(f"没有“{text.strip()}”这一项，请从列表里选")
            return choice.id
        return self._editor.read(text, self._today())

    def _tick_clicked(self, on: bool) -> None:
        self._value = on
        self.edited.emit(on)

    def _eye_pressed(self) -> None:
        if self._masked:
            self.reveal_asked.emit()
        elif isinstance(self.control, Line) and self.control.property("revealed") is not None:
            self._masked = True
            self._show()

    def _open_calendar(self) -> None:
        if isinstance(self.control, Line) and not self._locked:
            start = self._value if isinstance(self._value, date) else self._today()
            open_calendar(self.control, start, self._today(), self._day_picked)

    def _day_picked(self, day: date) -> None:
        if isinstance(self.control, Line):
            self.control.setText(day.isoformat())
            self._left()

    def set_label_width(self, width: float) -> None:
        """Make the label wider or narrower, in px at 100 %."""
        scale.fix(self.label, width=width)

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(self.control, QPlainTextEdit) and event.type() == QEvent.Type.FocusOut:
            text = self.control.toPlainText()
            if not self._locked and text != self._text():
                self._take(text)
        if event.type() == QEvent.Type.KeyPress and self._masked and isinstance(event, QKeyEvent) and not self._locked:
            typed = event.text().isprintable() and bool(event.text()) and not event.modifiers()
            if typed or event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
                self.reveal_asked.emit()
                return True
        return super().eventFilter(watched, event)


def choices(*pairs: tuple[str, str]) -> tuple[Choice, ...]:
    """Return a code list from (id, title) pairs."""
    return tuple(Choice(*pair) for pair in pairs)


def plain_choices(titles: Sequence[str]) -> tuple[Choice, ...]:
    """Return a code list whose stored values are the words themselves."""
    return tuple(Choice(title, title) for title in titles)
