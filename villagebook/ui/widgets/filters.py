"""Filtering: a dialog made from fields, and a line that filters while one types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from villagebook.ui import scale
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Dialog
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.form import Form
from villagebook.ui.widgets.line import Line

WAIT_MS = 200


class FilterDialog(Dialog):
    """Fields to filter by; empty ones do not count.

    Args:
        apply: Called with ``{field id: value}`` of the fields that are not empty.
    """

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        values: Mapping[str, Any],
        today: Callable[[], date],
        apply: Callable[[dict[str, Any]], object],
        *,
        title: str = "筛选",
    ) -> None:
        super().__init__(title, 640)
        self.form = Form(specs, today)
        self.form.set_values(values)
        self.body.addWidget(self.form)
        self.foot.addWidget(Button("清除筛选", kind="quiet", on_click=lambda: self._answer(apply, {})))
        self.add_close()
        button = Button("筛选", kind="primary", on_click=lambda: self._answer(apply, self.chosen()))
        self._buttons.addWidget(button)
        self.default = button

    def chosen(self) -> dict[str, Any]:
        """Return the values of the fields that are not empty."""
        return {name: field.value for name, field in self.form.fields.items() if field.value not in (None, "")}

    def first_focus(self) -> QWidget | None:
        return next((field.control for field in self.form.fields.values()), None)

    def _answer(self, apply: Callable[[dict[str, Any]], object], values: dict[str, Any]) -> None:
        self.close_panel()
        apply(values)


class FilterLine(Line):
    """Filters while one types, a moment after the last key; a width of 0 takes the room there is.

    Signals:
        asked: (text).
    """

    asked = Signal(str)

    def __init__(self, hint: str, *, width: int = 180, parent: QWidget | None = None) -> None:
        super().__init__(icon="search", icon_name="查找", parent=parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        scale.fix(self, width=width or None, height=32)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(lambda: self.asked.emit(self.text().strip()))
        self.textChanged.connect(lambda _text: self._wait.start())
