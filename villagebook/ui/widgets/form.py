"""A form: fields in two columns (one where it is narrow), headings of sections, and lists of facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from villagebook.ui import scale
from villagebook.ui.scale import Grid, HBox, logical
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.field import LABEL_WIDTH, Field, FieldSpec
from villagebook.ui.widgets.labels import ElidedLabel, Text

TWO_COLUMNS_FROM = 440
WIDEST_LABEL = 132


class Form(QWidget):
    """Fields of one record in eye order: left, right, left, right.

    Signals:
        edited: (field id, value) a field was left with another value; None means emptied.
        reveal_asked: (field id) a secret is to be shown: answer with ``form[field id].reveal(text)``.
    """

    edited = Signal(str, object)
    reveal_asked = Signal(str)

    def __init__(self, specs: Iterable[FieldSpec], today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._grid = Grid(self, spacing=6, gutter=22)
        self.fields: dict[str, Field] = {}
        for spec in specs:
            field = Field(spec, today)
            field.edited.connect(self._passer(self.edited, spec.id))
            field.reveal_asked.connect(lambda id=spec.id: self.reveal_asked.emit(id))
            self.fields[spec.id] = field
        self._widen_labels()
        self._arrange(2)

    def _passer(self, signal: Any, field: str) -> Callable[[object], None]:
        return lambda value: signal.emit(field, value)

    def __getitem__(self, field: str) -> Field:
        return self.fields[field]

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show values by field id; a field without a value becomes empty."""
        for name, field in self.fields.items():
            field.set_value(values.get(name))

    def set_findings(self, findings: Mapping[str, tuple[str, str]]) -> None:
        """Show (message, severity) by field id; all others are cleared."""
        for name, field in self.fields.items():
            field.set_finding(*findings.get(name, ("", "warning")))

    def set_locked(self, locked: bool) -> None:
        """Lock all fields, or give back those that were not declared locked."""
        for field in self.fields.values():
            field.set_locked(locked or field.spec.locked)

    def _widen_labels(self) -> None:
        wanted = max((paint.text_width(f.spec.label, 14) for f in self.fields.values()), default=0)
        width = min(WIDEST_LABEL, max(LABEL_WIDTH, logical(wanted) + 1))
        for field in self.fields.values():
            field.set_label_width(width)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        row, column = 0, 0
        before: QWidget | None = None
        for field in self.fields.values():
            self._grid.removeWidget(field)
            wide = field.spec.wide or columns == 1
            if wide and column:
                row, column = row + 1, 0
            self._grid.addWidget(field, row, column, 1, columns if wide else 1, Qt.AlignmentFlag.AlignTop)
            column += columns if wide else 1
            if column >= columns:
                row, column = row + 1, 0
            if before is not None:
                QWidget.setTabOrder(before, field.control)
            before = field.control
        for place in range(2):
            self._grid.setColumnStretch(place, 1 if place < columns else 0)
        self._grid.rescale()
        if columns == 1:
            self._grid.setHorizontalSpacing(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if logical(self.width()) >= TWO_COLUMNS_FROM else 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange(2 if logical(self.width()) >= TWO_COLUMNS_FROM else 1)


class SectionHeading(QWidget):
    """15/700 heading, a note in text2 behind it, words or at most one quiet button at the right."""

    def __init__(
        self,
        title: str,
        note: str = "",
        button: Button | None = None,
        *,
        tone: str = "",
        aside: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        scale.fix(self, height=28)
        box = HBox(self, spacing=10)
        self.title = Text(title, "section", tone=tone)
        self.note = ElidedLabel(note, "second")
        box.addWidget(self.title)
        box.addWidget(self.note, 1)
        self.aside = Text(aside, "second")
        box.addWidget(self.aside)
        self.aside.setVisible(bool(aside))
        if button is not None:
            box.addWidget(button)
        self.setAccessibleName(title)

    def set_note(self, note: str) -> None:
        """Say something else behind the title."""
        self.note.set_text(note)

    def say_aside(self, words: str) -> None:
        """Say something else at the right."""
        self.aside.setText(words)
        self.aside.setVisible(bool(words))


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what is so; with ``go`` it is a link."""

    label: str
    text: str
    tone: str = ""
    go: Callable[[], object] | None = None


class _Link(Text):
    """Text that can be pressed, by mouse and by keyboard."""

    def __init__(self, text: str, go: Callable[[], object]) -> None:
        super().__init__(text, "strong", tone="accent")
        self._go = go
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("kind", "link")
        self.setAccessibleName(text)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._go()

    def keyPressEvent(self, event: Any) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._go()
        else:
            super().keyPressEvent(event)


GUTTER = 8


class FactList(QWidget):
    """Labels at the left, what is so at the right, not to be edited."""

    def __init__(
        self,
        facts: Sequence[Fact] = (),
        *,
        label_width: float = 78,
        align_right: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label_width, self._align_right = label_width, align_right
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._grid = Grid(self, spacing=4, gutter=GUTTER)
        self._grid.setColumnStretch(1, 1)
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Show these facts."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, fact in enumerate(facts):
            label = Text(fact.label, "label")
            scale.least(label, width=self._label_width - GUTTER)
            value: Text
            if fact.go is not None:
                value = _Link(fact.text, fact.go)
            else:
                role = "strong" if fact.tone or self._align_right else "body"
                value = Text(fact.text, role, tone=fact.tone, wrap=True)
            if self._align_right:
                value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setBuddy(value)
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1)
