"""Settings of base/settings.py as rows: label, control, what it does below it.

Which control a kind of setting has is said in ``_spec``; a setting more needs nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from villagebook.base import settings
from villagebook.base.errors import UserError
from villagebook.base.settings import Setting
from villagebook.ui import scale
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.field import Field, FieldSpec
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.line import Choice, Line

LABEL_WIDTH = 176
TEXT_SIZE = "window.text_size"
#: Kinds of setting -> kind of field; a choice and a folder are made in ``_spec``.
KINDS: Mapping[str, str] = {"bool": "tick", "int": "int", "text": "text", "days": "long_text", "folder": "text"}


def shown(scope: str, subjects: tuple[str, ...] = ()) -> tuple[Setting, ...]:
    """Return the settings of a scope (computer, book), of some subjects only if these are named."""
    return tuple(
        setting
        for setting in settings.SETTINGS
        if setting.scope == scope
        and (not subjects or setting.id.partition(".")[0] in subjects)
    )  # fmt: skip


def _spec(setting: Setting) -> FieldSpec:
    if setting.id == TEXT_SIZE:
        choices = tuple(Choice(str(round(step * 100)), f"{step:.0%}") for step in scale.STEPS)
        return FieldSpec(setting.id, setting.label, "choice", choices=choices, help=setting.help)
    if setting.kind == "choice":
        choices = tuple(Choice(value, words) for value, words in setting.choices)
        return FieldSpec(setting.id, setting.label, "choice", choices=choices, help=setting.help)
    placeholder = "放在书里面" if setting.kind == "folder" else ""
    return FieldSpec(
        setting.id, setting.label, KINDS[setting.kind], help=setting.help, lines=2, placeholder=placeholder
    )


def _to_field(setting: Setting, value: Any) -> Any:
    return str(value) if setting.id == TEXT_SIZE else value


def _to_setting(setting: Setting, value: Any) -> Any:
    if setting.id == TEXT_SIZE:
        return int(value)
    return value if value is not None else "" if setting.kind in ("text", "days", "folder") else setting.default


class SettingRow(QWidget):
    """One setting.

    Signals:
        chosen: (setting id, value) another value that the setting allows.
    """

    chosen = Signal(str, object)

    def __init__(self, setting: Setting, today: Callable[[], date]) -> None:
        super().__init__()
        self.setting = setting
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box = VBox(self, (0, 0, 0, 6), 1)
        line = HBox(spacing=8)
        self.field = Field(_spec(setting), today)
        self.field.set_label_width(LABEL_WIDTH)
        scale.most(self.field, width=LABEL_WIDTH + 404)
        self.field.edited.connect(self._edited)
        line.addWidget(self.field, 1)
        if setting.kind == "folder":
            line.addWidget(Button("选文件夹", "folder-open", small=True, on_click=self._choose_folder))
        line.addStretch(0)
        box.addLayout(line)
        note = HBox(margins=(LABEL_WIDTH + 5, 0, 0, 0))
        note.addWidget(Text(setting.help, "second", wrap=True))
        box.addLayout(note)

    def show_value(self, value: Any) -> None:
        """Show what is chosen; what is being typed stays."""
        control = self.field.control
        typing = control.hasFocus() and (not isinstance(control, Line) or control.isModified())
        if not typing:
            self.field.set_value(_to_field(self.setting, value))

    def _edited(self, value: Any) -> None:
        try:
            checked = self.setting.check(_to_setting(self.setting, value))
        except UserError as error:
            self.field.set_finding(error.message, "error")
            return
        self.field.set_finding("")
        self.chosen.emit(self.setting.id, checked)

    def _choose_folder(self) -> None:
        before = str(self.field.value or Path.home())
        folder = QFileDialog.getExistingDirectory(self, self.setting.label, before)
        if folder:
            self.field.set_value(folder)
            self._edited(folder)
