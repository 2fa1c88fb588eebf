"""Dialogs of a roster: one household typed, many filled in at once, rows pasted from a spreadsheet."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from villagebook.base.money import format_yuan, times
from villagebook.models import RosterLine, fields_of
from villagebook.services import roster_pasting, rosters
from villagebook.services.list_homes import Offered
from villagebook.services.roster_pasting import ASK, CHANGE, DOUBT, NEW, REFUSED, SAME, Pasted, PastedRow
from villagebook.services.rosters import RosterView
from villagebook.ui import scale
from villagebook.ui.field_views import spec
from villagebook.ui.models.columns import Chip, Column, Key
from villagebook.ui.models.fixed import FixedModel
from villagebook.ui.page import Context
from villagebook.ui.pages.home_choosing import HomeFinder, HomesChooser
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Dialog
from villagebook.ui.widgets.field import FieldSpec, FindingLine
from villagebook.ui.widgets.form import Form
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.line import Choice
from villagebook.ui.widgets.table import TableView

LABELS = {"content": "补助内容", "rate_fen": "补助标准", "amount_fen": "补助金额"}
_DECLARED = {info.name: info for info in fields_of(RosterLine)}
PASTE_COLUMNS = (
    Column("tick", "", "tick", width=34, sortable=False),
    Column("outcome", "怎么收", "state", width=92),
    Column("number", "行", "int", width=44, rank=3),
    Column("who", "户", "name", width=150, stretch=1),
    Column("quantity", "数量", width=70, align="right", rank=2),
    Column("amount_fen", "金额", "money", "元", width=104),
    Column("says", "说明", "note", width=200, stretch=2),
)
_CHIPS = {
    NEW: Chip(NEW, "ok", "plus"), CHANGE: Chip(CHANGE, "info", "pencil"), SAME: Chip(SAME, "mute", "equal"),
    ASK: Chip(ASK, "due", "circle-question-mark"), DOUBT: Chip(DOUBT, "due", "triangle-alert"),
    REFUSED: Chip(REFUSED, "late", "ban"),
}  # fmt: skip


def specs(names: tuple[str, ...]) -> list[FieldSpec]:
    """Return fields of a roster line for a form."""
    return [spec(_DECLARED[name], LABELS.get(name, "")) for name in names]


def said_in(form: Form) -> dict[str, Any]:
    """Return what stands in a form, also in the field that still has the keyboard."""
    focus = QApplication.focusWidget()
    if focus is not None and form.isAncestorOf(focus):
        focus.clearFocus()
    return {name: field.value for name, field in form.fields.items()}


class AddDialog(Dialog):
    """One household after the other: who, how much; what all lines share stays for the next one.

    Attributes:
        finder: Finds the household.
        form: What the line says.
        warning: What speaks against the household, as soon as it is chosen.
    """

    def __init__(self, context: Context, view: RosterView) -> None:
        super().__init__("花名册加户", 600, note=view.name)
        self._context, self._view = context, view
        self._added = 0
        self.finder = HomeFinder(context)
        self.warning = FindingLine()
        self.form = Form(specs(("content", "unit", "quantity", "rate_fen", "amount_fen", "note")), context.today)
        self.form.set_values(dict(view.shared))
        self.form.edited.connect(self._edited)
        self.finder.found.connect(self._found)
        self.said = Text("", "second")
        for part in (self.finder, self.warning, self.form):
            self.body.addWidget(part)
        self.foot.addWidget(self.said)
        self.add_close("关闭")
        self.do = self.add_button(
            Button("加上，再加下一户", "plus", "primary"), self._add, default=True, closes=False)
        self.do.setEnabled(False)

    def first_focus(self) -> QWidget | None:
        return self.finder.line

    def _found(self, key: uuid.UUID | None, _title: str) -> None:
        self.do.setEnabled(key is not None)
        self.warning.say("")
        if key is None:
            return
        project, today = self._view.project, self._context.today()
        self._context.runner.read(
            lambda book: rosters.warning(book, project, key, today),
            lambda text: self.warning.say(text, "warning") if self.finder.chosen == key else None,
            key="roster.warning",
        )
        self.form["quantity"].control.setFocus()

    def _edited(self, name: str, _value: object) -> None:
        if name not in ("quantity", "rate_fen"):
            return
        quantity, rate = self.form["quantity"].value, self.form["rate_fen"].value
        if quantity is not None and rate is not None:
            self.form["amount_fen"].set_value(times(quantity, rate))

    def _add(self) -> None:
        key = self.finder.chosen
        if key is None:
            self.finder.line.setFocus()
            return
        values = said_in(self.form)
        if any(field.finding.text for field in self.form.fields.values()):
            return
        project, context = self._view.project, self._context
        context.runner.change(
            lambda book, _progress: rosters.add(
                book, project, key, values, actor=context.actor, today=context.today())[0],
            lambda changed: self._done(changed.heading),
        )

    def _done(self, heading: str) -> None:
        self._added += 1
        self.said.setText(f"{heading}；已加 {self._added} 户")
        for name in ("quantity", "amount_fen", "note"):
            self.form[name].set_value(None)
        self.finder.clear()


class FillDialog(Dialog):
    """Many households at once: chosen by group, status, labour; the sum stands there before anything is written."""

    def __init__(self, context: Context, view: RosterView, offered: Offered) -> None:
        super().__init__("批量加户", 680, note=view.name)
        self._context, self._view = context, view
        self._count = self._people = 0
        self.chooser = HomesChooser(context, offered)
        self.form = Form([
            *specs(("content", "unit", "quantity", "rate_fen", "amount_fen")),
            FieldSpec("per_person", "按人口算", "tick"),
            FieldSpec("total_fen", "总额分到户", "money", unit="元", help="把一个总额分到各户，一分不差。"),
        ], context.today)  # fmt: skip
        self.form.set_values({**view.shared, "per_person": False})
        self.said = Text("", "strong")
        self.body.addWidget(self.chooser)
        self.body.addWidget(self.form)
        self.foot.addWidget(self.said)
        self.add_close()
        self.do = self.add_button(Button("加进花名册", "plus", "primary"), self._fill, default=True, closes=False)
        self.chooser.counted.connect(self._counted)
        self.form.edited.connect(lambda _name, _value: self._reckon())

    def first_focus(self) -> QWidget | None:
        return self.chooser.form["group"].control

    def _counted(self, homes: int, people: int) -> None:
        self._count, self._people = homes, people
        self._reckon()

    def _reckon(self) -> None:
        said = {name: field.value for name, field in self.form.fields.items()}
        amount = said["total_fen"]
        if amount is None and said["amount_fen"] is not None:
            amount = said["amount_fen"] * self._count
        elif amount is None and said["quantity"] is not None and said["rate_fen"] is not None:
            amount = times(said["quantity"] * (self._people if said["per_person"] else self._count), said["rate_fen"])
        self.said.setText(f"{self._count} 户" + (f"，合计 {format_yuan(amount)} 元" if amount is not None else ""))
        self.do.set_words(f"加 {self._count} 户")
        self.do.setEnabled(self._count > 0)

    def _fill(self) -> None:
        values = said_in(self.form)
        if any(field.finding.text for field in self.form.fields.values()):
            return
        per_person, total = bool(values.pop("per_person")), values.pop("total_fen")
        keys, project, context = self.chooser.keys, self._view.project, self._context
        self.close_panel()
        context.runner.change(
            lambda book, _progress: rosters.fill(
                book, project, keys, values, per_person=per_person, total_fen=total, actor=context.actor,
                today=context.today())[0])  # fmt: skip


class PasteDialog(Dialog):
    """Rows on the clipboard as lines of the roster: what becomes of each is shown, then written in one operation.

    Attributes:
        pasted: What was read; None until then.
    """

    def __init__(self, context: Context, view: RosterView, text: str | None = None) -> None:
        super().__init__("粘贴花名册", 900, 560, note=view.name)
        self._context, self._view = context, view
        self._text = QGuiApplication.clipboard().text() if text is None else text
        self._answers: dict[int, uuid.UUID] = {}
        self._ticked: set[Key] = set()
        self.pasted: Pasted | None = None
        self.lead = Text("在表格里选中几行（最好连同标题行）复制，再回到这里。看结果不会写入。", "label", wrap=True)
        self._model = FixedModel(PASTE_COLUMNS)
        self.table = TableView(self._model, name="粘贴的行")
        self.table.ticked.connect(self._toggle)
        self.table.opened.connect(self._answer)
        self.table.current_changed.connect(lambda _key: self._show_question())
        self.whom = Form((FieldSpec("whom", "是哪一户", "choice", wide=True),), context.today)
        self.whom.edited.connect(lambda _name, value: self._answered(value))
        self.said = Text("", "strong")
        for part in (self.lead, self.table, self.whom):
            self.body.addWidget(part, 1 if part is self.table else 0)
        self.foot.addWidget(self.said)
        self.again = self.add_button(Button("重新读剪贴板", "refresh-cw"), self._reread, closes=False)
        self.add_close()
        self.do = self.add_button(Button("写入花名册", "", "primary"), self._write, default=True, closes=False)
        self.do.setEnabled(False)
        self.whom.hide()
        scale.least(self.table, height=240)
        self.read()

    def first_focus(self) -> QWidget | None:
        return self.table

    def _reread(self) -> None:
        self._text = QGuiApplication.clipboard().text()
        self._answers.clear()
        self.read()

    def read(self) -> None:
        """Read the rows against the book."""
        if not self._text.strip():
            self.lead.setText("剪贴板里没有表格。请在表格里选中几行复制，再按“重新读剪贴板”。")
            return
        text, answers, today, view = self._text, dict(self._answers), self._context.today(), self._view
        shared = {name: value for name, value in view.shared.items() if value is not None}
        self._context.runner.read(
            lambda book: roster_pasting.read(book, view.project, text, today, shared=shared, answers=answers),
            self._show, key="roster.paste")  # fmt: skip

    def _show(self, pasted: Pasted) -> None:
        fresh = self.pasted is None or not self._answers
        self.pasted = pasted
        if fresh:
            self._ticked = {row.number for row in pasted.rows if row.taken}
        self._ticked |= {row.number for row in pasted.rows if row.taken and row.number in self._answers}
        read_as = "、".join(heading for heading in pasted.headings if heading)
        self.lead.setText(f"认出的栏目：{read_as or '没有'}。看结果不会写入；“请核对”的行按空格勾上才收。")
        self._refresh()

    def _refresh(self) -> None:
        assert self.pasted is not None
        current = self.table.current_key()
        self._model.set_rows([self._row(row) for row in self.pasted.rows])
        self.table.go_to(current)
        rows = self._chosen()
        amount = sum(row.values.get("amount_fen") or 0 for row in rows)
        self.said.setText(f"{self.pasted.line}；写入 {len(rows)} 行 {format_yuan(amount)} 元")
        self.do.set_words(f"写入 {len(rows)} 行")
        self.do.setEnabled(bool(rows))
        self._show_question()

    def _row(self, row: PastedRow) -> Mapping[str, Any]:
        quantity = row.values.get("quantity")
        whom = row.household.called if row.household is not None else "　".join(cell for cell in row.cells[:4] if cell)
        return {
            "key": row.number, "tick": row.number in self._ticked if row.household is not None else None,
            "outcome": _CHIPS[row.outcome], "number": row.number, "who": whom, "says": row.says,
            "quantity": "" if quantity is None else f"{quantity:,f}", "amount_fen": row.values.get("amount_fen"),
        }  # fmt: skip

    def _chosen(self) -> list[PastedRow]:
        rows = self.pasted.rows if self.pasted is not None else ()
        can = (NEW, CHANGE, DOUBT)
        return [row for row in rows if row.number in self._ticked and row.outcome in can and row.household is not None]

    def _toggle(self, key: Key) -> None:
        row = self._of(key)
        if row is not None and row.household is not None and row.outcome in (NEW, CHANGE, DOUBT):
            self._ticked ^= {key}
            self._refresh()

    def _of(self, key: Key | None) -> PastedRow | None:
        rows = self.pasted.rows if self.pasted is not None else ()
        return next((row for row in rows if row.number == key), None)

    def _show_question(self) -> None:
        row = self._of(self.table.current_key())
        choices = row.choices if row is not None else ()
        self.whom.setVisible(bool(choices))
        if choices:
            control: Any = self.whom["whom"].control
            control.set_choices([Choice(str(home.key), home.called) for home in choices])
            self.whom["whom"].set_value(None)

    def _answer(self, key: Key) -> None:
        if (row := self._of(key)) is not None and row.choices:
            self.whom["whom"].control.setFocus()

    def _answered(self, value: object) -> None:
        row = self._of(self.table.current_key())
        if row is not None and value:
            self._answers[row.number] = uuid.UUID(str(value))
            self.read()

    def _write(self) -> None:
        rows, project, context = self._chosen(), self._view.project, self._context
        self.close_panel()
        context.runner.change(
            lambda book, _progress: roster_pasting.paste(
                book, project, rows, actor=context.actor, today=context.today())[0])
