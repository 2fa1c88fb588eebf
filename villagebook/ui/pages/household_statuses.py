"""The tab 身份: the periods of all statuses with what justified each; begun, ended and corrected in place."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from villagebook.base.findings import Finding
from villagebook.models.codes import CODES
from villagebook.services import statuses
from villagebook.services.fields import FieldView
from villagebook.services.household_fields import STATUS_FIELDS
from villagebook.services.households import HouseholdView, PeriodView
from villagebook.services.statuses import Ground, Grounds
from villagebook.ui.field_views import FieldForm, edit
from villagebook.ui.models.columns import ROW_STATE, Column, Key
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.pages.household_parts import FindingLines
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import confirm
from villagebook.ui.widgets.field import FieldSpec, plain_choices
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.line import Choice
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.small_table import SmallTable

COLUMNS = (
    Column("kind", "身份", "name", width=110),
    Column("from_on", "从", "date", width=92),
    Column("through_on", "到", "date", width=92),
    Column("grounds", "依据", "note", width=150, stretch=2, rank=1),
    Column("ended_by", "终止原因", "note", width=110, stretch=1, rank=2),
)
LABELS = {
    "first_identified_on": "首次识别", "planned_lift_year": "计划脱贫", "from_on": "从", "through_on": "到",
    "kind": "身份",
    "lift_state": "脱贫属性", "note": "依据说明",
    "development": "开发式帮扶", "removed": "风险已消除", "removed_way": "消除方式", "removed_on": "消除时间",
    "risk1": "主要风险", "risk2": "风险2", "risk3": "风险3", "risk4": "风险4", "risk5": "风险5",
    "disaster": "自然灾害", "contact": "监测联系人", "contact_phone": "联系电话",
}  # fmt: skip


def write_status(book: Any, view: FieldView, text: str, actor: str) -> Any:
    """Change a period's field; kind and days go through the verb that keeps periods of one kind apart."""
    if view.name not in ("kind", "from_on", "through_on"):
        return edit(book, view, text, actor)
    assert view.record_id is not None
    return statuses.correct_field(book, view.record_id, view.name, text, actor=actor)


class StatusTab(Body):
    """All status periods, and the fields of the one chosen."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._view: HouseholdView | None = None
        self._chosen: PeriodView | None = None
        self._findings: tuple[Finding, ...] = ()
        self.table = SmallTable(COLUMNS, name="身份", selectable=True)
        self.table.current_changed.connect(self.choose)
        self.heading = self.section("身份", "", None, self.table)
        self.begin = Button("记一段身份", "plus", small=True, on_click=self.ask_begin)
        self.finish = Button("终止这一段", "circle-check", small=True, on_click=self.ask_end)
        row = HBox(spacing=8)
        row.addWidget(self.begin)
        row.addWidget(self.finish)
        row.addStretch(1)
        self.add(row, 8)
        self.form = FieldForm(context, "status_period", STATUS_FIELDS, labels=LABELS, write=write_status)
        self.lines = FindingLines()
        self.why = Text("", "second", wrap=True)
        self.what = self.section("", "", None, self.why, self.form, self.lines)
        self.blank = Text("还没有身份。脱贫户、监测对象、低保、特困，按批准的日子记在这里。", "second", wrap=True)
        self.add(self.blank)

    def show_household(self, view: HouseholdView, *, fresh: bool) -> None:
        """Show the statuses of a household; the chosen one stays if it is the same household."""
        if fresh:
            self._chosen = None
        self._view = view
        self.table.set_rows([_row(one, view.on) for one in view.periods])
        running = sum(one.period.on(view.on) for one in view.periods)
        self.heading.set_note(f"{view.on} 有 {running} 种" if view.periods else "")
        keys = [one.period.id for one in view.periods]
        wanted = self._chosen.period.id if self._chosen is not None and self._chosen.period.id in keys else None
        for widget in (self.table, self.what, self.why, self.form, self.finish):
            widget.setVisible(bool(keys))
        self.blank.setVisible(not keys)
        if keys:
            self.choose(wanted or keys[0], fresh=fresh)
            self.table.go_to(wanted or keys[0])

    def choose(self, key: Key, *, fresh: bool = False) -> None:
        """Show one period's fields."""
        periods = self._view.periods if self._view is not None else ()
        found = next((one for one in periods if one.period.id == key), None)
        if found is None:
            return
        other = fresh or self._chosen is None or self._chosen.period.id != key
        self._chosen = found
        self.what.title.setText(found.period.kind)
        self.what.set_note(f"{found.period.from_on or '很早'} 至 {found.period.through_on or '现在'}")
        told = [("依据：", found.period.grounds), ("终止：", found.period.ended_by)]
        self.why.setText("　".join(lead + words for lead, words in told if words))
        self.why.setVisible(bool(self.why.text()))
        self.finish.setEnabled(found.period.through_on is None)
        self.form.show_views(found.fields, fresh=other)
        self._find()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show the findings of all periods; those of another period are left out."""
        self._findings = tuple(findings)
        self._find()

    def _find(self) -> None:
        key = str(self._chosen.period.id) if self._chosen is not None else ""
        mine = [f for f in self._findings if f.record == ("status_period", key)]
        self.lines.say((f.message, f.severity.value) for f in self.form.show_findings(mine))

    # Verbs

    def ask_begin(self) -> None:
        """Ask for a status and what justifies it; meetings, notices and cases are read first."""
        self._offered(self._ask_begin)

    def ask_end(self) -> None:
        """Ask for the last day and the reason."""
        self._offered(self._ask_end)

    def _offered(self, ask: Any) -> None:
        view = self._view
        if view is not None:
            key = view.key
            self._context.runner.read(lambda book: statuses.grounds_offered(book, key), ask, key="households.grounds")

    def _ask_begin(self, grounds: tuple[Ground, ...]) -> None:
        view = self._view
        assert view is not None
        kinds = view.offered.get("status", CODES["status"].values)
        specs = (
            FieldSpec("kind", "身份", "choice", choices=plain_choices(kinds)),
            FieldSpec("from_on", "从哪天起", "date"),
            FieldSpec("through_on", "到", "date", placeholder="还在就空着"),
            FieldSpec("ground", "依据", "choice", choices=_choices(grounds), wide=True, placeholder="动态、会议或公示"),
            FieldSpec("text", "或写一句", wide=True, placeholder="例：民政局 2025年第3批低保名单"),
        )
        dialog = AskDialog(
            f"记一段身份　{view.head} 户", "几种身份可以同时有；同一种不能重叠。", specs, {"from_on": view.on},
            self._context.today, "记下", lambda said: self._begin(view.key, grounds, said),
            required={"kind": "请选身份", "from_on": "请写日期"}, width=640,
        )  # fmt: skip
        self._context.open(dialog)

    def _begin(self, key: uuid.UUID, offered: tuple[Ground, ...], said: Values) -> None:
        grounds, actor, today = _grounds(offered, said), self._context.actor, self._context.today()
        kind, first, last = str(said["kind"]), said["from_on"], said.get("through_on")

        def write(future: bool) -> None:
            self._context.runner.change(lambda book, _progress: statuses.begin(
                book, key, kind, first, grounds, through_on=last, actor=actor, today=today, future=future
            ))  # fmt: skip

        self._when_sure(first, write)

    def _ask_end(self, grounds: tuple[Ground, ...]) -> None:
        chosen, view = self._chosen, self._view
        if chosen is None or view is None:
            return
        specs = (
            FieldSpec("through_on", "最后一天", "date"),
            FieldSpec("ground", "依据", "choice", choices=_choices(grounds), wide=True, placeholder="动态、会议或公示"),
            FieldSpec("text", "或写原因", wide=True, placeholder="例：收入超过标准，民政局停发"),
        )
        lead = f"{view.head} 户从 {chosen.period.from_on or '很早'} 起是{chosen.period.kind}。"
        dialog = AskDialog(
            f"终止 {chosen.period.kind}", lead, specs, {"through_on": view.on}, self._context.today, "终止",
            lambda said: self._end(chosen.period.id, grounds, said), required={"through_on": "请写日期"}, width=640,
        )  # fmt: skip
        self._context.open(dialog)

    def _end(self, period: uuid.UUID, offered: tuple[Ground, ...], said: Values) -> None:
        grounds, actor, today = _grounds(offered, said), self._context.actor, self._context.today()
        last = said["through_on"]

        def write(future: bool) -> None:
            self._context.runner.change(lambda book, _progress: statuses.end(
                book, period, last, grounds, actor=actor, today=today, future=future
            ))  # fmt: skip

        self._when_sure(last, write)

    def _when_sure(self, day: dt.date, write: Any) -> None:
        if day <= self._context.today():
            write(False)
        else:
            self._context.open(confirm("日子还没到", f"{day} 还没有到，先记下吗？", "先记下", lambda: write(True)))


def _row(one: PeriodView, on: dt.date) -> Row:
    period = one.period
    row: dict[str, Any] = {"key": period.id, "kind": period.kind, "from_on": period.from_on}
    row |= {"through_on": period.through_on, "grounds": period.grounds, "ended_by": period.ended_by}
    if not period.on(on):
        row[ROW_STATE] = "muted"
    return row


def _choices(grounds: Sequence[Ground]) -> tuple[Choice, ...]:
    return tuple(Choice(str(one.key), one.words) for one in grounds)


def _grounds(offered: Sequence[Ground], said: Mapping[str, Any]) -> Grounds:
    chosen = next((one for one in offered if str(one.key) == said.get("ground")), None)
    return statuses.grounded(chosen, str(said.get("text") or ""))
