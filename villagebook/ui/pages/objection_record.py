"""The record of one objection or complaint: what it is about, who said what, what was found and answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from villagebook.base.findings import Finding
from villagebook.services import fields, objections
from villagebook.services.fields import FieldView
from villagebook.services.objection_views import ObjectionView
from villagebook.ui.field_views import FieldForm
from villagebook.ui.page import Context
from villagebook.ui.pages.household_parts import FindingLines
from villagebook.ui.pages.notice_objections import ask_answer, chip
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.dialog import confirm
from villagebook.ui.widgets.form import Fact, FactList
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.record import RecordPanel

SECTIONS = (
    ("反映", ("kind", "way", "received_on", "received_by", "from_name", "from_phone", "line", "about", "content")),
    ("核实和答复", ("handled_by", "result", "handling", "answer")),
)


class ObjectionRecord(RecordPanel):
    """One of them.

    Attributes:
        view: What is shown; None at first.
        forms: Its fields; edits are verbs of services.objections.
        answer_button: 答复, while it waits.
    """

    def __init__(self, context: Context) -> None:
        super().__init__("意见投诉")
        self._context = context
        self.view: ObjectionView | None = None
        self.answer_button = Button("答复", "check", "primary", on_click=self.ask_answer)
        self.add_action(self.answer_button)
        with_menu(self.add_more(), self._more_entries)
        body = Body()
        self.about = FactList(label_width=84)
        self.lines = FindingLines()
        body.section("所指", "", None, self.lines, self.about)
        self.forms: list[FieldForm] = []
        for title, names in SECTIONS:
            form = FieldForm(context, "objection", names, write=_write(context.today), wide=("about",))
            self.forms.append(form)
            body.section(title, "", None, form)
        self.set_body(body)

    def show_view(self, view: ObjectionView) -> None:
        """Show one."""
        fresh = self.view is None or self.view.key != view.key
        self.view = view
        row = view.row
        came = f"{row['received_on']} {row['way'] or ''}".strip()
        due = f"{view.due_on} 前答复" if view.open else ""
        self.set_title(f"{row['kind']} {view.code}", [chip(view)], [came, due])
        self.answer_button.setVisible(view.open)
        self.about.set_facts(_facts(view))
        views = fields.view(row, "objection", [name for _, names in SECTIONS for name in names])
        by_name = {one.name: one for one in views}
        for form in self.forms:
            form.show_views([by_name[name] for name in form.views], fresh=fresh)
        self.lines.say([])

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the checks found, beside the fields they name."""
        rest = list(findings)
        for form in self.forms:
            rest = form.show_findings(rest)
        self.lines.say([(one.message, one.severity.value) for one in rest])

    def ask_answer(self) -> None:
        """Ask how it was answered."""
        if self.view is not None and self.view.open:
            ask_answer(self._context, self.view)

    def _more_entries(self) -> list[Entry]:
        view, actor = self.view, self._context.actor
        if view is None:
            return []
        entries = []
        if view.notice:
            entries.append(Entry("看这份公示", lambda: self._context.go(
                "notices", view.notice, "notices"), "megaphone"))  # fmt: skip
        if view.open:
            entries.append(Entry("删这一件", self._ask_remove, "trash-2"))
        else:
            entries.append(Entry("重新受理", lambda: self._change(
                lambda book: objections.reopen(book, view.key, actor=actor)), "rotate-ccw"))  # fmt: skip
        return entries

    def _ask_remove(self) -> None:
        view, actor = self.view, self._context.actor
        if view is not None:
            words = f"{view.code} {view.about}\n记错了的才删；删后可以用 Ctrl+Z 找回。"
            self._context.open(confirm("删这一件", words, "删掉", lambda: self._change(
                lambda book: objections.remove(book, view.key, actor=actor)), danger=True))  # fmt: skip

    def _change(self, work: Any) -> None:
        self._context.runner.change(lambda book, _progress: work(book))


def _facts(view: ObjectionView) -> list[Fact]:
    row = view.row
    answered = f"{row['answered_on']} {row['answered_way'] or ''}" if row["answered_on"] else ""
    pairs = [
        ("公示", f"{view.notice} {view.heading}"), ("行", f"{view.line}：{row['line_text']}" if view.line else ""),
        ("项目", view.project), ("答复", answered), ("更正公示", view.correction),
    ]  # fmt: skip
    return [Fact(label, text.strip()) for label, text in pairs if text.strip()]


def _write(today: Any) -> Any:
    def edit(book: Any, view: FieldView, text: str, actor: str) -> Any:
        assert view.record_id is not None
        return objections.correct(book, view.record_id, {view.name: text}, actor=actor, today=today())

    return edit
