"""A dialog that asks for a few fields before something leaves the office or cannot be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from villagebook.base.text import is_blank
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Dialog
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.form import Form
from villagebook.ui.widgets.labels import Text

Values = dict[str, Any]


class AskDialog(Dialog):
    """Fields, a sentence over them, and one button that does it.

    Args:
        lead: What will happen, in one or two sentences.
        verb: What the button says.
        answer: Called with the values once all required fields are filled.
        required: Field id -> what is said when it is empty.
        danger: A red outlined button that is not the default.

    Attributes:
        form: The fields.
        do: The button.
    """

    def __init__(
        self,
        title: str,
        lead: str,
        specs: Sequence[FieldSpec],
        values: Mapping[str, Any],
        today: Callable[[], date],
        verb: str,
        answer: Callable[[Values], object],
        *,
        note: str = "",
        icon: str = "",
        required: Mapping[str, str] | None = None,
        danger: bool = False,
        width: int = 560,
    ) -> None:
        super().__init__(title, width, note=note)
        self._required = dict(required or {})
        self._answer = answer
        self._told: list[str] = []
        self.setAccessibleDescription(lead)
        if lead:
            self.body.addWidget(Text(lead, "label", wrap=True))
        self.form = Form(specs, today)
        self.form.set_values(values)
        self.form.edited.connect(lambda name, _value: self.form[name].set_finding(""))
        self.body.addWidget(self.form)
        cancel = self.add_close()
        self.do = self.add_button(
            Button(verb, icon, "danger" if danger else "primary"), self._press, default=not danger, closes=False
        )
        if danger:
            self.default = cancel

    def first_focus(self) -> QWidget | None:
        return next(iter(self.form.fields.values())).control

    def require(self, name: str, words: str) -> None:
        """Demand a field from now on and say so with these words; demand it no longer if they are empty."""
        self._required.pop(name, None)
        if words:
            self._required[name] = words

    def values(self) -> Values:
        """Return what stands in the fields now, also in the one that still has the keyboard."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()
        return {name: field.value for name, field in self.form.fields.items()}

    def _press(self) -> None:
        for name in self._told:
            self.form[name].set_finding("")
        values = self.values()
        unread = [field for field in self.form.fields.values() if field.finding.text]
        self._told = empty = [name for name in self._required if is_blank(values[name])]
        for name in empty:
            self.form[name].set_finding(self._required[name], "error")
        if empty or unread:
            wrong = self.form[empty[0]] if empty else unread[0]
            wrong.control.setFocus()
            return
        self.close_panel()
        self._answer(values)
