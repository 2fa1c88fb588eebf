"""The tabs of a household's record: members, incomes, what it received, what was changed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from villagebook.base.findings import Finding
from villagebook.base.money import format_yuan
from villagebook.services import household_head, household_years
from villagebook.services.fields import FieldView
from villagebook.services.household_steps import Step
from villagebook.services.households import (
    INCOME_FIELDS,
    MEMBER_FIELDS,
    MEMBER_YEAR_FIELDS,
    MEMBERSHIP_FIELDS,
    HouseholdView,
    Member,
    Received,
    YearOfIncome,
)
from villagebook.ui.field_views import FieldForm, edit, is_masked
from villagebook.ui.models.columns import ROW_STATE, Cell, Column, Key
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.field import FindingLine
from villagebook.ui.widgets.labels import Text
from villagebook.ui.widgets.record import SECTION_GAP
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.small_table import SmallTable

MEMBER_COLUMNS = (
    Column("name", "姓名", "name", width=62),
    Column("relation", "关系", width=60),
    Column("born", "出生日期", "date", width=92),
    Column("id_number", "证件号码", "secret", width=118),
    Column("health", "健康", "secret", width=48, rank=1),
    Column("labour", "劳动技能", width=82, rank=2, stretch=1),
)
MEMBER_LABELS = {
    "id_number": "证件号码",
    "phone": "联系电话",
    "relation": "与户主关系",
    "from_on": "进户时间",
    "why": "进户原因",
    "through_on": "离户时间",
    "why_ended": "离户原因",
    "school": "在校状况",
    "work_months": "务工时间",
    "work_place": "务工地点",
    "resident_medical": "居民医保",
    "resident_pension": "居民养老",
}
#: Sums of a year's incomes in the order of the income sheet: field, words, sign.
INCOME_ROWS = (
    ("wage_fen", "工资性收入", 1),
    ("business_fen", "生产经营性收入", 1),
    ("property_fen", "财产性收入", 1),
    ("transfer_fen", "转移性收入", 1),
    ("cost_fen", "减：生产经营性支出", -1),
    ("net_fen", "纯收入", 1),
    ("per_capita_fen", "人均纯收入", 1),
)
SUMS = ("net_fen", "per_capita_fen")
INCOME_LABELS = {"cost_fen": "经营性支出", "business_fen": "经营性收入", "population": "家庭人口"}
RECEIVED_COLUMNS = (
    Column("on", "日期", "date", width=98),
    Column("name", "项目", "name", width=150, stretch=2),
    Column("content", "内容", width=140, stretch=1, rank=1),
    Column("amount", "金额", "money", unit="元", width=112),
)
STEP_COLUMNS = (
    Column("at", "时间", width=124),
    Column("actor", "谁", width=64, rank=1),
    Column("heading", "做了什么", "name", width=120, stretch=1),
    Column("what", "从 → 到", "change", width=160, stretch=2),
)


class Members(SmallTable):
    """The members of a household; numbers stand masked until they are asked for."""

    def __init__(self, *, selectable: bool = False) -> None:
        super().__init__(MEMBER_COLUMNS, name="家庭成员", selectable=selectable)
        self._members: tuple[Member, ...] = ()
        self._findings: Mapping[str, Sequence[Finding]] = {}
        self.revealed = False

    def show_members(self, members: Sequence[Member], findings: Mapping[str, Sequence[Finding]]) -> None:
        """Show members, those who left last and in grey; findings are given by person."""
        self._members = tuple(sorted(members, key=lambda member: not member.here))
        self._findings = findings
        self.set_rows([self._row(member) for member in self._members])

    def reveal(self, on: bool) -> None:
        """Show secret values, or mask them again."""
        self.revealed = on
        self.show_members(self._members, self._findings)

    def _row(self, member: Member) -> Row:
        row: dict[str, Any] = {"key": member.person_id, "relation": member.relation}
        if not member.here:
            row[ROW_STATE] = "muted"
            row["relation"] = f"{row['relation']}，已离户"
        found = {finding.field: finding for finding in self._findings.get(str(member.person_id), ())}
        for view in (*member.fields, *member.year_fields):
            if view.name in ("name", "born", "id_number", "health", "labour"):
                row[view.name] = self._cell(view, found)
        return row

    def _cell(self, view: FieldView, found: Mapping[str, Finding]) -> Any:
        value: Any = view.value
        if view.secret:
            value = view.text if self.revealed or not is_masking(view) else view.masked
        finding = next((found[heading] for heading in view.info.headings if heading in found), None)
        if finding is None:
            return value
        tone = "late" if finding.severity == "error" else "due"
        return Cell(value, tone=tone, icon="triangle-alert", tip=finding.message)


def is_masking(view: FieldView) -> bool:
    """Say whether a table hides this secret field until it is asked for."""
    return is_masked(view.info) or view.name == "health"


def by_person(members: Iterable[Member], findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Return the findings of persons, their memberships and years, by the person's key as text."""
    owners: dict[tuple[str, str], str] = {}
    for member in members:
        person = str(member.person_id)
        owners["person", person] = person
        owners["membership", str(member.membership_id)] = person
        owners |= {("person_year", str(view.record_id)): person for view in member.year_fields if view.record_id}
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        owner = owners.get(finding.record) if finding.record is not None else None
        if owner is not None:
            found.setdefault(owner, []).append(finding)
    return found


class Block(Body):
    """A section that can be hidden as a whole, with the room above it.

    Attributes:
        heading: Its heading.
    """

    def __init__(self, title: str, *parts: QWidget, note: str = "", button: Button | None = None) -> None:
        super().__init__((0, SECTION_GAP, 0, 0))
        self.heading = self.section(title, note, button, *parts)


class FindingLines(Body):
    """Findings that stand beside no field, one line each."""

    def __init__(self) -> None:
        super().__init__((0, 0, 0, 0), spacing=0)
        self.box.takeAt(0)

    def say(self, lines: Iterable[tuple[str, str]]) -> None:
        """Show (message, severity); without any it takes no room."""
        while self.box.count():
            item = self.box.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for message, severity in dict.fromkeys(lines):
            line = FindingLine()
            self.box.addWidget(line)
            line.say(message, severity)
        self.setVisible(self.box.count() > 0)


class MembersTab(Body):
    """All members, and the fields of the one chosen.

    Signals:
        add_asked: Somebody is to be added.
    """

    add_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: Member | None = None
        self._members: tuple[Member, ...] = ()
        self._findings: Mapping[str, Sequence[Finding]] = {}
        self.eye = Button("显示号码", "eye", "quiet", small=True, on_click=self._toggle)
        self.table = Members(selectable=True)
        self.table.current_changed.connect(self.choose)
        self.heading = self.section("家庭成员", "", self.eye, self.table)
        add = Button("加成员", "plus", small=True, on_click=self.add_asked.emit)
        self.add(add, 8)
        self.person = FieldForm(context, "person", MEMBER_FIELDS, labels=MEMBER_LABELS, write=_write_person)
        self.membership = FieldForm(context, "membership", MEMBERSHIP_FIELDS, labels=MEMBER_LABELS)
        self.year = FieldForm(context, "person_year", MEMBER_YEAR_FIELDS, labels=MEMBER_LABELS, write=self._write_year)
        self.who = self.section("", "", None, self.person)
        self.lines = FindingLines()
        self.add(self.lines)
        self.section("在这一户", "", None, self.membership)
        self.when = self.section("年度情况", "", None, self.year)
        self.blank = Text("还没有成员，点“加成员”。", "second")
        self.add(self.blank)

    @property
    def forms(self) -> tuple[FieldForm, ...]:
        """The forms of the chosen member."""
        return self.person, self.membership, self.year

    def show_household(self, view: HouseholdView, *, fresh: bool) -> None:
        """Show the members of a household; the chosen one stays if it is the same household."""
        if fresh:
            self._shown = None
            self.table.revealed = False
            self._say_eye()
        self._members = view.members
        here = sum(member.here for member in view.members)
        gone = len(view.members) - here
        self.heading.set_note(f"{here} 人" + (f"，离户 {gone} 人" if gone else ""))
        self.table.show_members(view.members, self._findings)
        keys = [member.person_id for member in view.members]
        wanted = self._shown.person_id if self._shown is not None and self._shown.person_id in keys else None
        if wanted is not None or keys:
            self.choose(wanted or keys[0])
            self.table.go_to(wanted or keys[0])
        self.blank.setVisible(not keys)

    def show_findings(self, findings: Mapping[str, Sequence[Finding]]) -> None:
        """Show findings by person."""
        self._findings = findings
        self.table.show_members(self._members, findings)
        self._find()

    def choose(self, person: Key) -> None:
        """Show one member's fields."""
        member = next((m for m in self._members if m.person_id == person), None)
        if member is None:
            return
        fresh = self._shown is None or self._shown.person_id != member.person_id
        self._shown = member
        self.who.title.setText(str(member.value("name") or "（没有姓名）"))
        self.who.set_note("" if member.age is None else f"{member.age} 岁")
        self.when.set_note(f"{member.year}年" if member.year else f"{self._context.today().year}年，还没有登记")
        views = (member.fields, member.membership_fields, member.year_fields)
        for form, shown in zip(self.forms, views, strict=True):
            form.show_views(shown, fresh=fresh)
        self._find()

    def _find(self) -> None:
        found: list[Finding] = []
        if self._shown is not None:
            found = list(self._findings.get(str(self._shown.person_id), ()))
        for form in self.forms:
            found = form.show_findings(found)
        self.lines.say((finding.message, finding.severity.value) for finding in found)

    def _write_year(self, book: Any, view: FieldView, text: str, actor: str) -> Any:
        if view.record_id is not None:
            return edit(book, view, text, actor)
        assert self._shown is not None
        year = self._context.today().year
        return household_years.edit_person_year(book, self._shown.person_id, year, view.name, text, actor=actor)

    def _toggle(self) -> None:
        self.table.reveal(not self.table.revealed)
        self._say_eye()

    def _say_eye(self) -> None:
        self.eye.set_words("遮住号码" if self.table.revealed else "显示号码")
        self.eye.set_icon("eye-off" if self.table.revealed else "eye")


def _write_person(book: Any, view: FieldView, text: str, actor: str) -> Any:
    if view.name == "name" and view.record_id is not None:
        return household_head.rename(book, view.record_id, text, actor=actor)
    return edit(book, view, text, actor)


class Incomes(SmallTable):
    """The newest year of incomes with the year before beside it."""

    def __init__(self) -> None:
        super().__init__(_income_columns(0), name="收入", row_height=28)

    def show_years(self, years: Sequence[YearOfIncome], place: int = 0) -> None:
        """Show the year at a place in ``years`` (newest first) and the one before it."""
        now = years[place] if place < len(years) else None
        before = next((year for year in years[place + 1 :] if now is not None and year.year == now.year - 1), None)
        self.set_columns(_income_columns(now.year if now is not None else 0))
        self.set_rows([_income_row(*line, now, before) for line in INCOME_ROWS] if now is not None else [])


def _income_columns(year: int) -> tuple[Column, ...]:
    return (
        Column("item", "收入", unit="元", stretch=1, width=150),
        Column("before", f"{year - 1}年" if year else "上年", "money", width=104),
        Column("now", f"{year}年" if year else "本年", "money", width=104),
        Column("more", "增减", width=96, rank=1, align="right"),
    )


def _income_row(name: str, words: str, sign: int, now: YearOfIncome, before: YearOfIncome | None) -> Row:
    old, new = _sum(before, name), _sum(now, name)
    more = new - old if old is not None and new is not None else None
    row: dict[str, Any] = {"item": words, "before": _signed(old, sign), "now": _signed(new, sign)}
    row["more"] = "" if more is None else format_yuan(more * sign, sign=True)
    if name in SUMS:
        row[ROW_STATE] = "sum"
    people = _sum(now, "population") if name == "per_capita_fen" else None
    if people:
        row["item"] = f"{words}（÷ {people} 人）"
    return row


def _sum(year: YearOfIncome | None, name: str) -> int | None:
    found = next((view.value for view in year.fields if view.name == name), None) if year is not None else None
    return found if isinstance(found, int) else None


def _signed(amount: int | None, sign: int) -> int | None:
    return None if amount is None else amount * sign


ITEM_COLUMNS = (
    Column("item", "项目", "name", width=112),
    Column("arithmetic", "算式", "note", width=240, stretch=1, rank=1),
    Column("amount", "金额", "money", unit="元", width=112),
)


class IncomeTab(Body):
    """Incomes by year: sums with the year before beside them, the lines they are made of, and the fields.

    Signals:
        year_asked: (year) is to be begun.
    """

    year_asked = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._years: tuple[YearOfIncome, ...] = ()
        self._place = 0
        self._findings: tuple[Finding, ...] = ()
        self.begin = Button("", "plus", small=True, on_click=lambda: self.year_asked.emit(self._next_year()))
        self.older = Button("", "chevron-left", "quiet", small=True, on_click=lambda: self._turn(1))
        self.newer = Button("", "chevron-right", "quiet", small=True, on_click=lambda: self._turn(-1))
        self.table = Incomes()
        self.heading = self.section("收入", "", self.older, self.table)
        self.heading.layout().addWidget(self.newer)
        self.add(self.begin, 8)
        self.items = SmallTable(ITEM_COLUMNS, name="收入明细", row_height=28)
        self.form = FieldForm(context, "household_year", INCOME_FIELDS, labels=INCOME_LABELS)
        self.change = self.section("改这一年", "", None, self.form)
        self.lines = FindingLines()
        self.add(self.lines)
        self.made_of = self.section("明细", "", None, self.items)
        self.blank = Text("还没有收入。", "second")
        self.add(self.blank)

    def show_household(self, view: HouseholdView, *, fresh: bool) -> None:
        """Show the years of a household, the newest first."""
        before = self._years[self._place].year if self._years and not fresh else None
        self._years = view.years
        self._place = next((i for i, year in enumerate(view.years) if year.year == before), 0)
        self._show(fresh=fresh)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show the findings of all years; those of another year are left out."""
        self._findings = tuple(findings)
        shown = {str(view.record_id) for view in self.form.views.values() if view.record_id}
        mine = [f for f in self._findings if f.record is not None and f.record[1] in shown]
        self.lines.say((f.message, f.severity.value) for f in self.form.show_findings(mine))

    def _turn(self, step: int) -> None:
        self._place = max(0, min(len(self._years) - 1, self._place + step))
        self._show(fresh=True)

    def _show(self, *, fresh: bool) -> None:
        there = bool(self._years)
        for widget in (self.table, self.form, self.change):
            widget.setVisible(there)
        self.blank.setVisible(not there)
        year = self._years[self._place] if there else None
        self.table.show_years(self._years, self._place)
        self.heading.set_note(_year_note(year) if year is not None else "")
        self._say_turns()
        items = [{"item": i, "arithmetic": a, "amount": n} for i, a, n in (year.items if year is not None else ())]
        self.items.set_rows(items)
        for part in (self.items, self.made_of):
            part.setVisible(bool(items))
        self.made_of.set_note(f"{len(items)} 笔")
        if year is not None:
            self.change.title.setText(f"改 {year.year}年")
            self.form.show_views(year.fields, fresh=fresh)
        self.show_findings(self._findings)
        self.begin.setVisible(self._next_year() <= self._context.today().year)
        self.begin.set_words(f"记 {self._next_year()}年收入")

    def _say_turns(self) -> None:
        older = self._years[self._place + 1].year if self._place + 1 < len(self._years) else 0
        newer = self._years[self._place - 1].year if self._place > 0 else 0
        for button, year in ((self.older, older), (self.newer, newer)):
            button.setVisible(bool(year))
            button.set_words(f"{year}年")

    def _next_year(self) -> int:
        return self._years[0].year + 1 if self._years else self._context.today().year


def _year_note(year: YearOfIncome) -> str:
    people = next((view.value for view in year.fields if view.name == "population"), None)
    return f"{year.year}年" + (f"，{people} 人" if people else "")


class ReceivedTab(Body):
    """What reached the household, from which project."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.table = SmallTable(RECEIVED_COLUMNS, name="受益", selectable=True)
        self.table.opened.connect(self._open)
        self.heading = self.section("受益", "", None, self.table)
        self.blank = Text("还没有受益记录。项目的受益名单导入后，这里会列出来。", "second", wrap=True)
        self.add(self.blank)
        self._projects: dict[int, uuid.UUID | None] = {}

    def show_received(self, received: Sequence[Received]) -> None:
        """Show what was received, the newest first, with its sum."""
        order = sorted(received, key=lambda r: r.on.isoformat() if r.on else "", reverse=True)
        self._projects = {place: one.project for place, one in enumerate(order)}
        rows: list[Row] = [
            {"key": place, "on": one.on, "name": one.name, "content": one.content, "amount": one.amount_fen}
            for place, one in enumerate(order)
        ]
        if len(rows) > 1:
            total = sum(one.amount_fen for one in order)
            rows.append({"key": -1, "name": "合计", "amount": total, ROW_STATE: "sum"})
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.blank.setVisible(not rows)
        self.heading.set_note(f"{len(order)} 笔" if order else "")

    def _open(self, place: Key) -> None:
        project = self._projects.get(place) if isinstance(place, int) else None
        if project is not None:
            self.opened.emit(project)


class StepsTab(Body):
    """What was changed at the household since it stands in the book."""

    def __init__(self) -> None:
        super().__init__()
        self.table = SmallTable(STEP_COLUMNS, name="改动")
        self.heading = self.section("改动", "", None, self.table)

    def show_steps(self, steps: Sequence[Step]) -> int:
        """Show steps, whole records of one operation as one line; return how many lines there are."""
        rows = step_rows(steps)
        self.table.set_rows(rows)
        self.heading.set_note(f"{len(rows)} 处")
        return len(rows)


def step_rows(steps: Sequence[Step]) -> list[Row]:
    """Return one row per changed field, and one per operation for all records it added or deleted."""
    rows: list[Row] = []
    whole: dict[int, dict[str, Any]] = {}
    for step in steps:
        at = f"{step.at.astimezone():%Y-%m-%d %H:%M}"
        row: dict[str, Any] = {"at": at, "actor": step.actor, "heading": step.heading}
        if step.label:
            rows.append({**row, "what": Cell(f"{step.label} {step.before or '空'}", new=step.after or "空")})
        elif step.seq in whole:
            whole[step.seq]["count"] += 1
            whole[step.seq]["what"] = f"{step.after[:2]} {whole[step.seq]['count']} 条"
        else:
            whole[step.seq] = {**row, "what": step.after, "count": 1}
            rows.append(whole[step.seq])
    return rows
