"""The tab 受益户: a project's roster, typed, pasted, filled from a filter, corrected in its cells, received."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame

from villagebook.base.errors import VillagebookError
from villagebook.base.findings import Severity
from villagebook.base.money import format_yuan
from villagebook.models import RosterLine, fields_of
from villagebook.services import fields, list_homes, rosters
from villagebook.services.rosters import RosterRow, RosterView
from villagebook.ui.models.columns import Cell, Column, Key
from villagebook.ui.models.fixed import FixedModel
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context
from villagebook.ui.pages import paper_jobs
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.pages.roster_dialogs import AddDialog, FillDialog, PasteDialog, specs
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import confirm
from villagebook.ui.widgets.field import FindingLine
from villagebook.ui.widgets.header import TotalsRow
from villagebook.ui.widgets.labels import MessageLine, Text
from villagebook.ui.widgets.table import TableView
from villagebook.ui.widgets.tools import ToolRow

COLUMNS = (
    Column("head_name", "户主", "name", width=92),
    Column("group_name", "组", width=64, rank=2),
    Column("population", "人口", "int", width=50, rank=5),
    Column("content", "补助内容", width=96, stretch=1, rank=3, editable=True),
    Column("quantity", "数量", width=76, align="right", rank=1, editable=True),
    Column("rate_fen", "标准", "money", unit="元", width=88, rank=4, editable=True),
    Column("amount_fen", "金额", "money", unit="元", width=104, editable=True),
    Column("received_on", "领取日期", "date", width=96, rank=2, editable=True),
)
_TONES = {Severity.ERROR: "late", Severity.WARNING: "due", Severity.INFO: "info"}
_DECLARED = {info.name: info for info in fields_of(RosterLine)}


class RosterTab(QFrame):
    """A project's roster.

    Attributes:
        view: What is shown; None until it is read.

    Signals:
        counted: (households).
    """

    counted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._context = context
        self._project: uuid.UUID | None = None
        self.view: RosterView | None = None
        self._model = FixedModel(COLUMNS)
        self.table = TableView(self._model, name="受益户")
        self._totals = TotalsRow(self.table)
        self.message = MessageLine()
        self.finding = FindingLine()
        self.blank = Text(
            "还没有花名册。可以一户一户加，按条件批量加，从表格粘贴，或导入花名册。", "second", wrap=True)
        box = VBox(self)
        box.addWidget(self._make_tools())
        for part in (self.message, self.blank):
            box.addWidget(part)
        box.addWidget(self.table, 1)
        box.addWidget(self.finding)
        box.addWidget(self._totals)
        self.message.say("")
        self.table.opened.connect(self.ask_change)
        self.table.current_changed.connect(self._show_finding)
        self.table.chosen_changed.connect(self._enable)
        self.table.cell_edited.connect(self.set_cell)
        self.table.pasted.connect(lambda _key, _column, cells: self.ask_paste("\n".join("\t".join(c) for c in cells)))

    def _make_tools(self) -> ToolRow:
        row = ToolRow()
        self.more = Button("批量加户", "users", "tool", shrink=2, on_click=self.ask_fill)
        self.paste = Button("粘贴", "clipboard-check", "tool", shrink=3, tip="从表格复制几行，粘贴进来",
                            on_click=self.ask_paste)  # fmt: skip
        self.receive = Button("登记领取", "stamp", "tool", shrink=4, on_click=self.ask_receive)
        self.drop = Button("去掉", "trash-2", "tool", shrink=5, on_click=self.ask_remove)
        bring = Button("导入", "upload", "tool", shrink=1, tip="导入花名册",
                       on_click=lambda: self._context.go("importing"))  # fmt: skip
        draft = Button("拟公示", "megaphone", "tool", shrink=1, tip="拟受益户公示", on_click=self.draft)
        self.begin = Button("加户", "plus", "tool", shrink=6, on_click=self.ask_add)
        self.print = Button("打印", "printer", "tool", shrink=1, tip="打印花名册，领取人签字", on_click=self.ask_print)
        for button in (self.begin, self.more, self.paste, bring, self.receive, self.drop, self.print, draft):
            row.add(button)
        return row

    def show_project(self, key: uuid.UUID) -> None:
        """Read a project's roster and show it."""
        self._project = key
        today = self._context.today()
        self._context.runner.read(
            lambda book: rosters.view(book, key, today), lambda view: self._take(key, view), key="projects.roster")

    def _take(self, key: uuid.UUID, view: RosterView) -> None:
        if key != self._project:
            return
        self.view = view
        self._model.totals = self._sums(view)
        self._model.set_rows([_shown(row) for row in view.rows])
        for part in (self.table, self._totals):
            part.setVisible(bool(view.rows))
        self.blank.setVisible(not view.rows)
        self.message.say("；".join(finding.message for finding in view.findings), "due", lead="请核对")
        self._show_finding(self.table.current_key())
        self._enable()
        self.counted.emit(view.households)

    @staticmethod
    def _sums(view: RosterView) -> Row:
        if not view.rows:
            return {}
        got = sum(row.received for row in view.rows)
        words = [f"{view.households:,} 户", f"已领 {got} 户" if got < len(view.rows) else "都已领取"]
        if view.planned_fen is not None and view.planned_fen != view.amount_fen:
            words.append(f"项目资金 {format_yuan(view.planned_fen)}")
        return {"label": "，".join(words), "amount_fen": view.amount_fen}

    def _show_finding(self, key: Key | None) -> None:
        row = self._row(key)
        found = row.findings if row is not None else ()
        worst = "error" if any(one.severity is Severity.ERROR for one in found) else "warning"
        self.finding.say("；".join(one.message for one in found), worst)

    def _row(self, key: Key | None) -> RosterRow | None:
        rows = self.view.rows if self.view is not None else ()
        return next((row for row in rows if row.key == key), None)

    def _enable(self) -> None:
        some = bool(self.view is not None and self.view.rows)
        self.receive.setEnabled(some)
        self.drop.setEnabled(some and bool(self.table.chosen_keys()))

    def chosen(self) -> list[uuid.UUID]:
        """The lines selected; all of them while no more than the one with the cursor is."""
        keys = [key for key in self.table.chosen_keys() if isinstance(key, uuid.UUID)]
        rows = self.view.rows if self.view is not None else ()
        return keys if len(keys) > 1 else [row.key for row in rows]

    # Verbs

    def ask_add(self) -> None:
        """Add households one after the other."""
        if self.view is not None:
            self._context.open(AddDialog(self._context, self.view))

    def ask_fill(self) -> None:
        """Add all households of a filter."""
        view, context = self.view, self._context
        if view is not None:
            today = context.today()
            context.runner.read(
                lambda book: list_homes.offered(book, today),
                lambda offered: context.open(FillDialog(context, view, offered)), key="roster.offered")

    def ask_paste(self, text: str | None = None) -> None:
        """Take rows from the clipboard."""
        if self.view is not None:
            self._context.open(PasteDialog(self._context, self.view, text))

    def ask_change(self, key: Key) -> None:
        """Ask what a line should say instead."""
        row, context = self._row(key), self._context
        if row is None:
            return
        before = {name: row.values[name] for name in rosters.TYPED}

        def answer(said: Values) -> None:
            new = {name: said[name] for name in before if said[name] != before[name]}
            context.runner.change(lambda book, _progress: rosters.change(
                book, [row.key], new, actor=context.actor, today=context.today()))

        who = "　".join(part for part in (row.values["head_name"], row.values["household_code"]) if part)
        dialog = AskDialog(f"改花名册　{who}", "；".join(one.message for one in row.findings), specs(rosters.TYPED),
                           before, context.today, "改好了", answer, width=640)  # fmt: skip
        home = row.values["household_id"]
        if home is not None:
            dialog.foot.addWidget(Button("看这一户", "user", "quiet", on_click=lambda: self._leave(dialog, home)))
        context.open(dialog)

    def _leave(self, dialog: AskDialog, home: uuid.UUID) -> None:
        dialog.close_panel()
        self._context.go("households", home)

    def set_cell(self, key: Key, column: str, text: str) -> None:
        """Take what was typed into a cell."""
        row, context = self._row(key), self._context
        if row is None:
            return
        try:
            value = fields.typed(_DECLARED[column], _number(text) if column == "quantity" else text)
        except VillagebookError as error:
            self.finding.say(str(error), "error")
            return
        context.runner.change(lambda book, _progress: rosters.change(
            book, [row.key], {column: value}, actor=context.actor, today=context.today()))

    def ask_receive(self) -> None:
        """Ask on which day the chosen lines, or all, were received."""
        view, context = self.view, self._context
        keys = self.chosen()
        if view is None or not keys:
            return
        whom = "全部" if len(keys) == len(view.rows) else "选中的"

        def answer(said: Values) -> None:
            context.runner.change(lambda book, _progress: rosters.receive(
                book, keys, said["received_on"], actor=context.actor, today=context.today()))

        context.open(AskDialog(
            "登记领取", f"{whom} {len(keys)} 户记为已领取、已签字。日期空着就是取消领取。", specs(("received_on",)),
            {"received_on": context.today()}, context.today, f"登记 {len(keys)} 户", answer))  # fmt: skip

    def ask_remove(self) -> None:
        """Ask whether the selected lines are to go."""
        context = self._context
        keys = [key for key in self.table.chosen_keys() if isinstance(key, uuid.UUID)]
        rows = [row for row in (self._row(key) for key in keys) if row is not None]
        if not rows:
            return
        names = "、".join(str(row.values["head_name"] or row.values["household_code"] or "一户") for row in rows[:6])
        more = f" 等 {len(rows)} 户" if len(rows) > 6 else ""
        context.open(confirm(
            "从花名册去掉", f"{names}{more}\n去掉后可以用 Ctrl+Z 找回。", f"去掉 {len(rows)} 户",
            lambda: context.runner.change(
                lambda book, _progress: rosters.remove(book, keys, actor=context.actor))))  # fmt: skip

    def ask_print(self) -> None:
        """Show the roster as it is printed, the blank form while there is nobody on it."""
        view = self.view
        if view is not None:
            paper_jobs.ask(self._context, "roster", view.project if view.rows else None, view.name)

    def draft(self) -> None:
        """Draft the notice about the households of the roster."""
        if self.view is not None:
            self._context.go("notices", action=f"draft=roster-beneficiaries/{self.view.code}")

    def keyPressEvent(self, event: Any) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.ask_paste()
        else:
            super().keyPressEvent(event)


def _number(text: str) -> str:
    """The number at the beginning of 60 只."""
    return text.strip().split(" ")[0]


def _shown(row: RosterRow) -> Row:
    values: Mapping[str, Any] = row.values
    quantity = "" if values["quantity"] is None else f"{values['quantity']:,f} {values['unit'] or ''}".strip()
    name: Any = values["head_name"] or values["household_code"] or "（没有户）"
    if row.findings:
        worst = min((finding.severity for finding in row.findings), key=list(Severity).index)
        said = "\n".join(finding.message for finding in row.findings)
        name = Cell(name, tone=_TONES[worst], icon="triangle-alert", tip=said)
    shown = {column.id: values[column.id] for column in COLUMNS if column.id in values}
    return {**shown, "key": row.key, "head_name": name, "quantity": quantity}
