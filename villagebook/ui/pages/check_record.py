"""One finding: why it is one, where the rule comes from, and the field to correct in place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from villagebook.services import fields
from villagebook.services.acknowledge import Acknowledged
from villagebook.services.corrections import Correction
from villagebook.ui import preferences
from villagebook.ui.field_views import FieldForm, edit
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
        acknowledge_asked: It, or all that are chosen, shall be said to be true.
        withdrawn: (key of the acknowledgement) the word shall be taken back.
        skipped: The next one is wanted.
        opened: (page, key) its record is wanted.
    """

    corrected = Signal(object)
    acknowledge_asked = Signal()
    withdrawn = Signal(object)
    skipped = Signal()
    opened = Signal(str, object)

    def __init__(self, context: Context) -> None:
        super().__init__("提示")
        self._context = context
        self._key: Key | None = None
        self.correction: Correction | None = None
        self.form: FieldForm | None = None
        self._shown_word: Acknowledged | None = None
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
        self.propose = Button("", "corner-down-left", small=True, on_click=self._take_proposal)
        place.addWidget(self.propose, 0, Qt.AlignmentFlag.AlignLeft)
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
        self._true = QWidget()
        true = VBox(self._true, (0, 10, 0, 0), 6)
        true.addWidget(SectionHeading("没有写错？"))
        true.addWidget(Text("核实过、确实如此的，写上理由就不再提示；情况变了会再提示。", "second", wrap=True))
        row = HBox(spacing=8)
        row.addStretch(1)
        self.acknowledge = Button("情况属实", "stamp", on_click=self.acknowledge_asked.emit)
        row.addWidget(self.acknowledge)
        true.addLayout(row)
        body.add(self._true)
        self._word = QWidget()
        word = VBox(self._word, (0, 10, 0, 0), 6)
        self.take_back = Button("撤回", "undo-2", on_click=self._withdraw)
        row = HBox(spacing=8)
        row.addStretch(1)
        row.addWidget(self.take_back)
        word.addLayout(row)
        body.add(self._word)
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
        for part in (self._place, self._true, self._word, self.open_button):
            part.hide()
        self._shown_word = None

    def show_unchecked(self, key: Any) -> None:
        """Show what was not checked, and what it wants."""
        self.show_nothing()
        title, _, missing = str(key[1]).partition("：未检查")
        self.set_title(title, (Chip("未检查", "mute", "circle-dashed"),))
        self.message.setText(f"没有查：{missing.strip('（）')}。")
        self.hint.setText("书里有了这些数，就会自动查。")

    def show_acknowledged(self, held: Acknowledged) -> None:
        """Show a finding that was said to be true, by whom and why."""
        self.show_nothing()
        self._shown_word = held
        look = Chip(held.state, *(("ok", "stamp") if held.state == "有效" else ("mute", "clock")))
        self.set_title(held.subject, (look,), (held.field,))
        self.message.setText(_sentence(held.said))
        self.hint.setText(_sentence(held.reason))
        self.hint.setVisible(True)
        until = held.until.isoformat() if held.until is not None else "一直有效，情况变了再提示"
        pairs = (("规则", held.title), ("核实人", held.who), ("核实日期", held.on.isoformat()), ("有效至", until))
        self.facts.set_facts([Fact(*pair) for pair in pairs])
        self._word.show()

    def _withdraw(self) -> None:
        if self._shown_word is not None:
            self.withdrawn.emit(self._shown_word.key)

    def show_correction(self, key: Key, found: Correction | None) -> None:
        """Show a finding with what is known of its record."""
        if found is None:
            self.show_nothing()
            return
        self._shown_word = None
        self._word.hide()
        self._true.show()
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
        proposal = found.finding.proposal
        self.propose.setVisible(bool(proposal) and view is not None and not locked)
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
        shown = fields.hidden(view.info, proposal) if self._masks and proposal else proposal
        self.propose.set_words(f"建议改为 {shown}", f"改为建议的 {shown}")

    @property
    def _masks(self) -> bool:
        return bool(preferences.current().setting("window.mask_secrets"))

    def _take_proposal(self) -> None:
        """Write what the check knows to be right."""
        if self.correction is None or self.correction.field is None or self.form is None:
            return
        view, key, context = self.correction.field, self._key, self._context
        text, actor = self.correction.finding.proposal, context.actor

        def done(_changed: object) -> None:
            self.corrected.emit(key)
            if view.record_id is not None:
                context.findings.look_at(view.table, view.record_id)

        context.runner.change(lambda book, _progress: edit(book, view, text, actor), done)

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
