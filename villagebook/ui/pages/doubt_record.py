"""One line of a problem list: what it says, what our own data say, the fields concerned, and the answer."""

from __future__ import annotations

from functools import partial
from itertools import zip_longest
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from villagebook.services import doubts
from villagebook.services.doubts import PHRASES, STATES, WAITING, Detail, Proposal
from villagebook.services.fields import FieldView
from villagebook.ui.field_views import FieldForm
from villagebook.ui.page import Context
from villagebook.ui.pages.doubts_source import LOOKS, chip
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.form import Fact, FactList, SectionHeading
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.line import Line
from villagebook.ui.widgets.record import Column, RecordPanel

ANSWERS = tuple(state for state in STATES if state != WAITING)
#: Keys that answer the chosen lines, in the order of the first answers.
KEYS = ("F7", "F8", "F9")
_MOST_CELLS = 8


class DoubtRecord(RecordPanel):
    """The record beside the list of doubts.

    Signals:
        answered: (state, words) the chosen lines are to be answered so.
        opened: (household) its page is wanted.
        written: A field was corrected.
    """

    answered = Signal(str, str)
    opened = Signal(object)
    written = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__("疑点")
        self._context = context
        self.detail: Detail | None = None
        self.forms: list[FieldForm] = []
        self._count = 1
        self.open_button = Button("打开农户", "arrow-right", "quiet", small=True, on_click=self._open)
        self.add_action(self.open_button)
        body = Column((16, 10, 14, 16), spacing=8)
        self.problem = Text("", wrap=True)
        self.facts = FactList(label_width=66)
        for part in (SectionHeading("清单里说"), self.problem, self.facts):
            body.add(part)
        self._proposed = QWidget()
        self._proposals = VBox(self._proposed, (0, 8, 0, 0), 6)
        body.add(self._proposed)
        self._place = QWidget()
        self._forms = VBox(self._place, (0, 8, 0, 0), 6)
        body.add(self._place)
        self.set_body(body)
        # The answer stands at the foot: it is always in view, whatever there is to read.
        self._foot_box.addWidget(self._make_answer(), 1)
        self.show_nothing()

    def _make_answer(self) -> QWidget:
        answer = QWidget()
        box = VBox(answer, (6, 0, 4, 0), 8)
        self.many = Text("", "label", wrap=True)
        box.addWidget(self.many)
        line = HBox(spacing=8)
        self.words = Line()
        self.words.setPlaceholderText("答复；不写就用查到的")
        self.words.setAccessibleName("答复")
        self.words.returnPressed.connect(lambda: self._press(self.usual))
        line.addWidget(self.words, 1)
        line.addWidget(with_menu(Button("现成的话", kind="quiet", small=True), self._phrases))
        box.addLayout(line)
        self.buttons: dict[str, Button] = {}
        row = HBox(spacing=6)
        for state, keys in zip_longest(ANSWERS, KEYS, fillvalue=""):
            button = Button(state, small=True, keys=keys, tip=f"答复：{state}", name=state)
            button.clicked.connect(partial(self._press, state))
            self.buttons[state] = button
            row.addWidget(button)
        row.addStretch(1)
        self.back = Button("收回", kind="quiet", small=True, tip="收回答复，重新核实")
        self.back.clicked.connect(partial(self._press, WAITING))
        row.addWidget(self.back)
        box.addLayout(row)
        return answer

    @property
    def usual(self) -> str:
        """The state that Enter answers with: the one our own data propose, else 情况属实."""
        found = self.detail.proposals if self.detail is not None else ()
        return next((proposal.state for proposal in found if proposal.state), "情况属实")

    def show_nothing(self) -> None:
        """Show that no line is chosen."""
        self.detail = None
        self.set_title("没有选疑点")
        self.problem.setText("")
        self.facts.set_facts(())
        self._clear(self._proposals)
        self._set_forms(())
        for part in (self._proposed, self._place, self._foot, self._foot_rule, self.open_button):
            part.hide()

    def show_detail(self, detail: Detail | None) -> None:
        """Show a line; what is being typed in the answer stays while the line is the same."""
        if detail is None:
            self.show_nothing()
            return
        before, self.detail = self.detail, detail
        same = before is not None and before.line.id == detail.line.id
        line = detail.line
        self.set_title(line.who or "不知道是谁", (chip(line.state),), (line.code, line.rule))
        self.problem.setText(line.problem or line.rule)
        self.facts.set_facts(_facts(detail))
        self.open_button.setVisible(line.household_id is not None)
        self._show_proposals(detail)
        self._show_fields(detail.fields, same)
        if before is None or (before.line.id, before.line.answer) != (line.id, line.answer):
            self.words.setText(line.answer)
        self._foot.show()
        self._foot_rule.show()
        self.back.setVisible(line.state != WAITING)
        for state, button in self.buttons.items():
            button.set_kind("primary" if state == self.usual else "outlined")

    def say_count(self, count: int) -> None:
        """Say how many lines are answered together."""
        self._count = count
        self.many.setText(f"选了 {count:,} 条，一起答复；没写话的各用各的。" if count > 1 else "")
        self.many.setVisible(count > 1)

    # Parts

    def _show_proposals(self, detail: Detail) -> None:
        self._clear(self._proposals)
        self._proposed.setVisible(bool(detail.proposals))
        if detail.proposals:
            self._proposals.addWidget(SectionHeading("书里查到"))
        for proposal in detail.proposals:
            self._proposals.addWidget(self._proposal(proposal))

    def _proposal(self, proposal: Proposal) -> QWidget:
        holder = QWidget()
        box = VBox(holder, spacing=4)
        box.addWidget(Text(proposal.words, wrap=True))
        row = HBox(spacing=8)
        row.addStretch(1)
        form = self._form_of(proposal)
        if proposal.value and form is not None:
            words = f"改为 {proposal.value}"
            row.addWidget(Button(words, "check", small=True, on_click=partial(self._correct, proposal)))
        if proposal.state:
            words = f"这样答复：{proposal.state}"
            go = partial(self.answered.emit, proposal.state, proposal.words)
            row.addWidget(Button(words, LOOKS[proposal.state][1], small=True, on_click=go))
        if row.count() > 1:
            box.addLayout(row)
        return holder

    def _form_of(self, proposal: Proposal) -> FieldView | None:
        found = self.detail.fields if self.detail is not None else ()
        return next((view for view in found if (view.table, view.name) == proposal.field and not view.locked), None)

    def _correct(self, proposal: Proposal) -> None:
        from villagebook.services import fields

        view = self._form_of(proposal)
        if view is None or view.record_id is None:
            return
        table, key, name, actor = view.table, view.record_id, view.name, self._context.actor
        self._context.runner.change(
            lambda book, _progress: fields.edit(book, table, key, name, proposal.value, actor=actor),
            lambda _changed: self.written.emit(),
        )

    def _show_fields(self, views: tuple[FieldView, ...], same: bool) -> None:
        tables = list(dict.fromkeys(view.table for view in views))
        names = [(table, tuple(v.name for v in views if v.table == table)) for table in tables]
        if not same or names != [(form.table, tuple(form.views)) for form in self.forms]:
            self._set_forms(names)
            same = False
        for form in self.forms:
            form.show_views([view for view in views if view.table == form.table], fresh=not same)
        self._place.setVisible(bool(views))

    def _set_forms(self, names: Any) -> None:
        self._clear(self._forms)
        self.forms = []
        if names:
            self._forms.addWidget(SectionHeading("在这里改"))
        for table, columns in names:
            form = FieldForm(self._context, table, columns)
            form.written.connect(lambda _name: self.written.emit())
            self.forms.append(form)
            self._forms.addWidget(form)

    @staticmethod
    def _clear(box: Any) -> None:
        while box.count():
            widget = box.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    # Doing

    def _phrases(self) -> list[Entry]:
        return [
            Entry(phrase, partial(self.words.setText, phrase), LOOKS[state][1])
            for state, phrases in PHRASES.items()
            for phrase in phrases
        ]

    def _press(self, state: str, _checked: bool = False) -> None:
        if self.detail is not None:
            old = self.detail.line.answer
            words = self.words.text().strip()
            # Words that were answered before are not said again of another state.
            self.answered.emit(state, "" if words == old and state != self.detail.line.state else words)

    def focus_answer(self) -> None:
        """Put the keyboard into the answer."""
        self.words.setFocus()
        self.words.selectAll()

    def _open(self) -> None:
        if self.detail is not None and self.detail.line.household_id is not None:
            self.opened.emit(self.detail.line.household_id)


def _facts(detail: Detail) -> tuple[Fact, ...]:
    line = detail.line
    facts = [Fact("栏目", line.field_name), Fact("出处", f"第 {line.row} 行，{line.sheet}")]
    if detail.why:
        facts.append(Fact("书里", detail.why, "due"))
    elif detail.person and detail.person != line.who:
        facts.append(Fact("人", detail.person))
    said = {line.rule, line.problem, line.field_name, line.answer, line.who, ""}
    facts += [
        Fact(heading.rpartition("/")[2], text)
        for heading, text in detail.cells.items()
        if text not in said and not doubts.is_known(heading)
    ][:_MOST_CELLS]
    if line.answered_by or line.answered_on:
        who = " ".join(part for part in (line.answered_by, str(line.answered_on or "")) if part)
        facts.append(Fact("答复人", who))
    if line.repeated:
        facts.append(Fact("说明", "更新的清单里又有这一条"))
    return tuple(fact for fact in facts if fact.text)
