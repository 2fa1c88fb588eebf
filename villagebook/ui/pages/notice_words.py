"""Words of a notice while they are typed: what must not stand there is told below the field at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from villagebook.services import notice_words
from villagebook.ui.widgets.field import Field
from villagebook.ui.widgets.form import Form


def watch(form: Form, kind: Callable[[], str]) -> None:
    """Look at every text field of a form whenever a character changes; ``kind`` is asked each time."""
    for field in form.fields.values():
        control = field.control
        if isinstance(control, (QLineEdit, QPlainTextEdit)):
            control.textChanged.connect(_looker(field, control, kind))


def _looker(
    field: Field, control: QLineEdit | QPlainTextEdit, kind: Callable[[], str]
) -> Callable[..., None]:  # fmt: skip
    def look(*_text: object) -> None:
        text = control.text() if isinstance(control, QLineEdit) else control.toPlainText()
        field.set_finding(notice_words.said(kind(), text), "error")

    return look
