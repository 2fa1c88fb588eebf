"""One finding: why it is one, where the rule comes from, and the field to correct in place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from villagebook.services.corrections import Correction
from villagebook.ui.field_views import FieldForm
from villagebook.ui.models.columns import Chip, Key
from villagebook.ui.page import Context
from villagebook.ui.pages.checks_source import LOOKS, UNCHECKED
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.form import Fact, FactList, SectionHeading
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.record import Column, RecordPanel

PAGE_WORDS = {"households": "打开农户", "projects": "打开项目", "funds": "打开资金", "notices": "打开公示"}
ASSUMED = "assumed"


class CheckRecord(RecordPanel):
    """The record beside the list of findings.

    Attributes:
        correction: The finding shown; None if none is.
        form: Its field; None if it is about more than one field.

    Signals:
        corrected: (key) its field was changed.
        skipped: The next one is wanted.
        opened: (page, key) its record is wanted.
    """

    corrected = Signal(object)
    skipped = Signal()
    opened = Signal(str, object)

    def __init__(self, context: Context) -> None:
        super().__init__("提示")
        self._context = context
        self._key: Key | None = None
        self.correction: Correction | None = None
        self.form: FieldForm | None = None
        self.open_button = Button("打开农户", "arrow-right", "quiet", small=True, on_click=self._open)
        self.add_action(self.open_button)
        body = Column((16, 10, 14, 16), spacing=8)
        self.message = Text("", wrap=True)
        self.hint = Text("", "label", wrap=True)
        self.facts = FactList(label_width=66)
        for part in (SectionHeading("为什么提示"), self.message, self.hint, self.facts):
            body.add(part)
        self._place = QWidget()
        place = VBox(self._place, (0, 10, 0, 0), 8)
        place.addWidget(SectionHeading("在这里改"))
        self._form_box = VBox()
        place.addLayout(self._form_box)
        self.why_not = Text("", "label", wrap=True)
        place.addWidget(self.why_not)
        buttons = HBox(spacing=8)
        buttons.addStretch(1)
        self.skip = Button("先跳过", kind="quiet", on_click=self.skipped.emit)
        self.do = Button("改正 Enter", "check", "primary", name="改正", on_click=self._leave_field)
        buttons.addWidget(self.skip)
        buttons.addWidget(self.do)
        place.addLayout(buttons)
        body.add(self._place)
        self.set_body(body)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Show that no finding is chosen."""
        self._key, self.correction = None, None
        self.set_title("没有选提示")
        self._set_form(None)
        self.message.setText("")
        self.hint.setText("")
        self.facts.set_facts(())
        self._place.hide()
        self.open_button.hide()

    def show_unchecked(self, key: Any) -> None:
        """Show what was not checked, and what it wants."""
        self.show_nothing()
        title, _, missing = str(key[1]).partition("：未检查")
        self.set_title(title, (Chip("未检查", "mute", "circle-dashed"),))
        self.message.setText(f"没有查：{missing.strip('（）')}。")
        self.hint.setText("书里有了这些数，就会自动查。")

    def show_correction(self, key: Key, found: Correction | None) -> None:
        """Show a finding with what is known of its record."""
        if found is None:
            self.show_nothing()
            return
        again = key == self._key and self.form is not None
        self._key, self.correction = key, found
        finding = found.finding
        tone, icon = LOOKS[finding.severity]
        self.set_title(found.who, (Chip(finding.severity.label, tone, icon),), (found.code, finding.field))
        self.message.setText(_sentence(finding.message))
        self.hint.setText(_sentence(finding.hint))
        self.hint.setVisible(bool(finding.hint))
        self.facts.set_facts(_facts(found))
        self.open_button.set_words(PAGE_WORDS.get(found.page, ""))
        self.open_button.setVisible(found.key is not None)
        self._show_field(found, again)

    def _show_field(self, found: Correction, again: bool) -> None:
        view = found.field
        self._place.show()
        locked = view.locked if view is not None else "这个提示牵涉几处，请打开看。"
        self.why_not.setText(locked)
        self.why_not.setVisible(bool(locked))
        self.do.setVisible(not locked)
        if view is None:
            self._set_form(None)
            return
        same = again and self.form is not None and self.form.table == view.table and view.name in self.form.views
        if not same:
            form = FieldForm(self._context, view.table, (view.name,))
            form.written.connect(lambda _name: self.corrected.emit(self._key))
            self._set_form(form)
        assert self.form is not None
        self.form.show_views((view,), fresh=not same)

    def _set_form(self, form: FieldForm | None) -> None:
        if self.form is not None:
            self._form_box.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = form
        if form is not None:
            self._form_box.addWidget(form)

    def focus_field(self) -> None:
        """Put the keyboard into the field."""
        if self.form is not None:
            next(iter(self.form.fields.values())).control.setFocus()

    def _leave_field(self) -> None:
        # What is typed in a field is told when the field is left; pressing a button leaves it already.
        focus = QApplication.focusWidget()
        if focus is not None and self.form is not None and self.form.isAncestorOf(focus):
            focus.clearFocus()

    def _open(self) -> None:
        if self.correction is not None and self.correction.key is not None:
            self.opened.emit(self.correction.page, self.correction.key)


def _facts(found: Correction) -> tuple[Fact, ...]:
    source = found.finding.source
    if source.startswith(ASSUMED):
        source = "待核实：" + source.removeprefix(ASSUMED).lstrip("；; ")
    pairs = [Fact("规则", found.title), Fact("依据", source)]
    if found.origin:
        pairs.append(Fact("来源", found.origin))
    return tuple(fact for fact in pairs if fact.text)


def _sentence(text: str) -> str:
    return text if not text or text[-1] in "。！？" else text + "。"


def is_unchecked(key: Any) -> bool:
    """Say whether a key stands for something that was not checked."""
    return isinstance(key, tuple) and len(key) == 2 and key[0] == UNCHECKED
