"""One project: how far it is, what comes next, its money by source, its roster, entries, notices and changes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from villagebook.base.findings import Finding
from villagebook.services import entries, projects
from villagebook.services.household_steps import Step
from villagebook.services.project_stages import DONE, NOW, ROSTER, NoticeLine, Stage
from villagebook.services.projects import ProjectView
from villagebook.ui.field_views import FieldForm
from villagebook.ui.models.columns import ROW_STATE, Cell, Chip, Column
from villagebook.ui.models.fixed import FixedModel
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context
from villagebook.ui.pages.funds_source import PROMISES, STATES
from villagebook.ui.pages.household_parts import StepsTab
from villagebook.ui.pages.notices_source import number_tail, short_title
from villagebook.ui.scale import VBox
from villagebook.ui.widgets import stages
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.form import Fact, FactList
from villagebook.ui.widgets.header import TotalsRow
from villagebook.ui.widgets.labels import MessageLine
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.record import RecordPanel
from villagebook.ui.widgets.small_table import SmallTable
from villagebook.ui.widgets.stages import StageStrip
from villagebook.ui.widgets.table import TableView
from villagebook.ui.widgets.tabs import Tab
from villagebook.ui.widgets.tools import ToolRow

SUM_COLUMNS = (
    Column("source", "资金来源", width=82, stretch=1),
    Column("planned_fen", "计划", "money", width=104),
    Column("granted_fen", "下达", "money", width=104, rank=3),
    Column("received_fen", "到账", "money", width=104),
    Column("spent_fen", "付款", "money", width=104, rank=1),
    Column("reimbursed_fen", "报账", "money", width=104, rank=2),
    Column("balance_fen", "余额", "money", width=98),
)
ROSTER_COLUMNS = (
    Column("head_name", "户主", "name", width=76),
    Column("group_name", "组", width=70, rank=2),
    Column("population", "人口", "int", width=52, rank=5),
    Column("content", "补助内容", width=104, stretch=1, rank=3),
    Column("quantity", "数量", width=76, align="right", rank=1),
    Column("rate_fen", "标准", "money", unit="元", width=92, rank=4),
    Column("amount_fen", "金额", "money", unit="元", width=104),
)
ENTRY_COLUMNS = (
    Column("state", "状态", "state", width=86),
    Column("date", "日期", "date", width=96),
    Column("voucher", "凭证号", width=76, rank=3),
    Column("memo", "摘要", width=120, stretch=1),
    Column("source", "来源", width=70, rank=4),
    Column("income", "收入", "money", unit="元", width=106),
    Column("spent", "支出", "money", unit="元", width=106),
)
NOTICE_COLUMNS = (
    Column("number", "编号", "name", width=124),
    Column("title", "标题", width=200, stretch=1),
    Column("days", "公示期", width=150, rank=1),
    Column("state", "状态", "state", width=92),
)
#: State of a notice -> its chip.
NOTICE_STATES: Mapping[str, Chip] = {
    "草稿": Chip("草稿", "mute", "pencil", dashed=True),
    "公示中": Chip("公示中", "mute", "megaphone"),
    "待摘下": Chip("待摘下", "late", "clock-alert"),
    "已摘下": Chip("已摘下", "mute", "archive"),
    "已撤回": Chip("已撤回", "mute", "ban"),
}
LABELS = {
    "content": "建设内容",
    "link": "联农带农",
    "covers_poor_households": "其中脱贫监测户",
    "covers_poor_people": "其中脱贫监测人",
    "library_notice_from": "入库公示开始",
    "library_notice_through": "入库公示结束",
}


class ListTab(QFrame):
    """A tab with one list of rows that are all there, a tool row over it and sums under it.

    Attributes:
        table: Its rows open what they are about.
    """

    def __init__(self, columns: Sequence[Column], name: str, tools: Sequence[Button] = ()) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._model = FixedModel(columns)
        self.table = TableView(self._model, name=name)
        self._totals = TotalsRow(self.table)
        box = VBox(self)
        if tools:
            row = ToolRow()
            for button in tools:
                row.add(button)
            box.addWidget(row)
        box.addWidget(self.table, 1)
        box.addWidget(self._totals)

    def show_rows(self, rows: Sequence[Row], totals: Row) -> None:
        """Show these rows, and what stands under them."""
        self._model.totals = totals
        self._model.set_rows(rows)


class ProjectRecord(RecordPanel):
    """The record beside the list of projects.

    Signals:
        household_asked, entry_asked: (key) a row of the roster, of the entries was opened.
        notice_asked: (number) a notice was opened.
        draft_asked: (kind, may be empty) a notice is to be drafted.
        write_asked: An entry is to be written.
        steps_asked: The tab 改动 is looked at and has nothing yet.
    """

    household_asked = Signal(object)
    entry_asked = Signal(object)
    notice_asked = Signal(str)
    draft_asked = Signal(str)
    write_asked = Signal()
    steps_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__("项目")
        self.view: ProjectView | None = None
        self._has_steps = False
        self.draft_button = Button("拟公示", "megaphone", on_click=lambda: self.draft_asked.emit(""))
        self.add_action(self.draft_button)
        self.more = self.add_more()
        self._make_overview()
        self._make_forms(context)
        write = Button("记一笔", "plus", "tool", on_click=self.write_asked.emit)
        draft = Button("拟公示", "plus", "tool", on_click=lambda: self.draft_asked.emit(""))
        roster_tools = [
            Button("导入花名册", "upload", "tool", on_click=lambda: context.go("importing")),
            Button("拟受益户公示", "megaphone", "tool", on_click=lambda: self.draft_asked.emit(ROSTER)),
        ]
        self.roster = ListTab(ROSTER_COLUMNS, "受益户", roster_tools)
        self.entries = ListTab(ENTRY_COLUMNS, "资金", [write])
        self.notices = ListTab(NOTICE_COLUMNS, "公示", [draft])
        self.steps = StepsTab()
        self.add_tab(Tab("all", "总览"), self.overview)
        self.add_tab(Tab("form", "申报"), self.forms_body)
        for name, title, part in (
            ("roster", "受益户", self.roster), ("entries", "资金", self.entries), ("notices", "公示", self.notices)
        ):  # fmt: skip
            self.add_tab(Tab(name, title), part, scrolls=False)
        self.add_tab(Tab("steps", "改动"), self.steps)
        self.roster.table.opened.connect(self.household_asked)
        self.entries.table.opened.connect(self.entry_asked)
        self.notices.table.opened.connect(lambda key: self.notice_asked.emit(str(key)))
        self.tab_changed.connect(self._turned)

    def _make_overview(self) -> None:
        self.overview = Body()
        # As high as its words are at this width; what they would want unwrapped leaves a scroll bar for nothing.
        self.overview.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.strip = StageStrip()
        self.do_next = Button("", small=True, on_click=self._do_next)
        self.next_step = MessageLine("", "due", button=self.do_next)
        self.overview.add(self.strip)
        self.overview.add(self.next_step, 8)
        write = Button("记一笔", "plus", "quiet", small=True, on_click=self.write_asked.emit)
        self.sums = SmallTable(SUM_COLUMNS, name="资金", row_height=28)
        self.overview.section("资金", "元，余额 = 到账 − 付款 − 收回", write, self.sums)
        self.about = FactList(label_width=84)
        self._about_heading = self.overview.section("内容", "", None, self.about)

    def _make_forms(self, context: Context) -> None:
        self.forms_body = Body()
        self.forms: list[FieldForm] = []
        for title, names in projects.FIELDS:
            form = FieldForm(context, "project", names, labels=LABELS)
            self.forms.append(form)
            self.forms_body.section(title, "", None, form)

    # Showing

    def show_project(self, view: ProjectView) -> None:
        """Show a project."""
        fresh = self.view is None or self.view.key != view.key
        self.view = view
        self.set_title(view.name or "（没有名称）", [Chip(word) for word in view.chips[:2]], view.line.split("\u3000"))
        self.strip.set_stages([_stage(stage) for stage in view.stages])
        step = view.next_step
        self.next_step.say(step.text, "due" if step.do else "info", lead="下一步" if step.do else "")
        self.do_next.setVisible(bool(step.do))
        self.do_next.set_words(step.verb)
        rows = [{name: row[name] for name in _SUMS} for row in view.sources]
        total = {name: view.source_totals.get(name) for name in _SUMS if name != "source"}
        self.sums.set_rows([*rows, {"source": "合计", **total, ROW_STATE: "sum"}] if len(rows) > 1 else rows)
        for form, (_, fields) in zip(self.forms, view.sections, strict=True):
            form.show_views(fields, fresh=fresh)
        self._show_about(view)
        self._show_lists(view)
        if fresh:
            self._has_steps = False
            self.set_count("steps", None)
        self._turned(self.tabs.current)

    def _show_about(self, view: ProjectView) -> None:
        values = {one.name: one.text for _, fields in view.sections for one in fields}
        facts = (
            ("建设内容", values["content"]),
            ("实施地点", values["place"]),
            ("绩效目标", values["goal"]),
            ("联农带农", values["link"]),
            ("批复文号", values["approval_number"]),
            ("责任单位", values["unit_in_charge"]),
        )
        shown = [Fact(label, text) for label, text in facts if text]
        self.about.set_facts(shown)
        self.about.setVisible(bool(shown))
        self._about_heading.setVisible(bool(shown))

    def _show_lists(self, view: ProjectView) -> None:
        lines = [_roster_row(row) for row in view.roster]
        total = sum(row["amount_fen"] or 0 for row in view.roster)
        self.roster.show_rows(lines, {"label": f"{len(lines):,} 户", "amount_fen": total} if lines else {})
        rows, moved = _entry_rows(view.entries, view.name)
        self.entries.show_rows(rows, moved)
        self.notices.show_rows([_notice_row(notice) for notice in reversed(view.notices)], {})
        for tab, count in (("roster", len(lines)), ("entries", len(rows)), ("notices", len(view.notices))):
            self.set_count(tab, count or None)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the checks found at this project."""
        rest = list(findings)
        for form in self.forms:
            rest = form.show_findings(rest)

    def show_steps(self, key: uuid.UUID, steps: Sequence[Step]) -> None:
        """Show what was changed."""
        if self.view is not None and self.view.key == key:
            self.set_count("steps", self.steps.show_steps(steps) or None)

    def show_field(self, name: str) -> None:
        """Turn to a field and put the keyboard on it."""
        self.show_tab("form")
        for form in self.forms:
            if name in form.fields:
                form[name].control.setFocus()

    def _turned(self, tab: str) -> None:
        if tab == "steps" and not self._has_steps and self.view is not None:
            self._has_steps = True
            self.steps_asked.emit()

    def _do_next(self) -> None:
        what, _, about = (self.view.next_step.do if self.view is not None else "").partition(":")
        if what == "notice":
            self.draft_asked.emit(about)
        elif what == "open":
            self.notice_asked.emit(about)
        elif what == "field":
            self.show_field(about)
        elif what == "entry":
            self.write_asked.emit()


_SUMS = tuple(column.id for column in SUM_COLUMNS)


def _stage(stage: Stage) -> stages.Stage:
    state: stages.State = "done" if stage.state == DONE else "now" if stage.state == NOW else "next"
    note = stage.note or (f"{stage.on:%m-%d}" if stage.on is not None else "")
    return stages.Stage(stage.title, state, note, "due" if stage.late else "")


def _roster_row(row: Mapping[str, Any]) -> Row:
    quantity = f"{row['quantity']:,f}" if row["quantity"] is not None else ""
    told = {"key": row["household_id"] or row["id"], "quantity": f"{quantity} {row['unit'] or ''}".strip()}
    return {**row, **told}


def _entry_rows(found: Sequence[Mapping[str, Any]], project: str) -> tuple[list[Row], Row]:
    """Return entries newest first, and their sums: posted ones that move money, as on the page 资金.

    The project's name is left out of memos: it stands over them.
    """
    rows: list[Row] = []
    sums = {"income": 0, "spent": 0}
    posted = 0
    for entry in reversed(found):
        chip, look = STATES[entry["state"]]
        side = "income" if (entry["counted"] or "") in entries.INCOME else "spent"
        amount = entry["amount_fen"]
        grey = entry["counted"] in PROMISES and amount is not None
        memo = (entry["memo"] or "").removeprefix(project).strip() or entry["memo"]
        shown = {"memo": memo, "state": chip, ROW_STATE: look, side: Cell(amount, tone="text2") if grey else amount}
        rows.append({**{name: entry[name] for name in ("date", "voucher", "source")}, **shown, "key": entry["_id"]})
        if entry["posted"]:
            posted += 1
            sums[side] += 0 if grey else amount or 0
    drafts = len(rows) - posted
    label = f"已入账 {posted:,} 笔" + (f"，草稿 {drafts:,} 笔不计" if drafts else "")
    return rows, {"label": label, **sums} if rows else {}


def _notice_row(notice: NoticeLine) -> Row:
    days = " 至 ".join(_day(notice.from_on, day) for day in (notice.from_on, notice.through_on) if day is not None)
    return {
        "key": notice.number,
        "number": Cell(number_tail(notice.number), tip=notice.number),
        "title": Cell(short_title(notice.title), tip=notice.title),
        "days": "" if notice.state == "草稿" else days,
        "state": NOTICE_STATES.get(notice.state, Chip(notice.state)),
    }


def _day(first: dt.date | None, day: dt.date) -> str:
    """Return a day, without its year if it is that of the first."""
    return f"{day:%m-%d}" if first is not None and day is not first and day.year == first.year else day.isoformat()
