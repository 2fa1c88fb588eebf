"""The record of one household: title, tabs, what happened when; every field edited in place."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from villagebook.base.findings import Finding, Severity
from villagebook.services import household_head
from villagebook.services.fields import FieldView
from villagebook.services.household_fields import MONITORED_FIELDS, SECTIONS
from villagebook.services.household_steps import Step
from villagebook.services.households import HouseholdView
from villagebook.ui import scale
from villagebook.ui.field_views import FieldForm, edit
from villagebook.ui.models.columns import Chip
from villagebook.ui.page import Context
from villagebook.ui.pages.household_cases import CasesTab
from villagebook.ui.pages.household_help import HelpTab
from villagebook.ui.pages.household_incomes import Incomes, IncomeTab
from villagebook.ui.pages.household_members import Members, MembersTab, by_person
from villagebook.ui.pages.household_parts import Block, FindingLines, ReceivedTab, StepsTab
from villagebook.ui.pages.household_statuses import StatusTab, write_status
from villagebook.ui.pages.household_story import Story
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.field import Field, FieldSpec
from villagebook.ui.widgets.form import Fact, FactList
from villagebook.ui.widgets.labels import MessageLine
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.record import RecordPanel
from villagebook.ui.widgets.tabs import Tab

LABELS = {
    "head_name": "户主", "phone": "联系电话", "attribute": "脱贫属性", "main_cause": "致贫原因",
    "second_cause": "次要原因", "bank": "开户银行", "dangerous_house": "危房户", "danger_grade": "危房级别",
    "house_structure": "住房结构", "safe_water": "安全饮水", "toilet": "卫生厕所", "toilet_usable": "厕所可用",
    "road_kind": "入户路", "road_hardened": "入户路硬化", "road_distance": "距主干路", "home_power": "生活用电",
    "production_power": "生产用电", "broadcast": "广播电视", "fuel": "主要燃料", "returned_forest": "退耕还林",
    "water_area": "水面面积", "cooperative": "加入合作社", "leading_company": "龙头带动", "leading_person": "能人带动",
    "industry_help": "产业帮扶", "industry_organisation": "产业组织", "industry_gain": "产业收益",
    "helper": "姓名", "helper_phone": "联系电话", "helper_unit": "单位", "helper_sex": "性别",
    "helper_politics": "政治面貌", "helper_from": "开始时间", "helper_through": "结束时间",
    "head_id_number": "户主证件", "military_family": "军烈属", "only_child": "独生子女户", "two_daughters": "双女户",
    "no_labour_covered": "兜底保障", "relocated": "易地搬迁", "in_resettlement": "集中安置",
    "collected_by": "采集人", "collected_by_phone": "采集人电话",
}  # fmt: skip
STATUS_LABELS = {
    "kind": "监测类别",
    "from_on": "识别日期",
    "risk1": "主要风险",
    "development": "开发式帮扶",
    "removed": "风险已消除",
    "contact": "监测联系人",
}
#: Status -> its chip in a record's title; the monitored kinds are one chip of their own.
MOST_CHIPS = 2
DAY_WIDTH = 230


class HouseholdRecord(RecordPanel):
    """One household.

    Attributes:
        view: What is shown; None at first.

    Signals:
        print_asked: The handbook is to be printed.
        moves_asked: (button) what can happen to the household is to be offered below it.
        day_chosen: (date) the household is to be shown as of a day.
        former_asked: (person, name) a name is to be kept as 曾用名.
        year_asked: (year) a year of incomes is to be begun.
        steps_asked: The tab 改动 is looked at and has nothing yet.
        project_asked: (key) a project is to be shown.
    """

    print_asked = Signal()
    moves_asked = Signal(object)
    day_chosen = Signal(object)
    former_asked = Signal(object, str)
    year_asked = Signal(int)
    steps_asked = Signal()
    project_asked = Signal(object)

    def __init__(self, context: Context) -> None:
        side = Body((14, 11, 14, 6), spacing=5)
        super().__init__("农户", side=side)
        self._context = context
        self.view: HouseholdView | None = None
        self._has_steps = False
        self.story = Story(context, side)
        self.add_action(Button("打印手册", "printer", keys="Ctrl+P", on_click=self.print_asked.emit))
        self.more = self.add_more()
        self._make_basic()
        self.members = MembersTab(context)
        self.members.moves_asked.connect(self.moves_asked)
        self.members.day_asked.connect(self.ask_day)
        self.members.former_asked.connect(self.former_asked)
        self.statuses = StatusTab(context)
        self.incomes = IncomeTab(context)
        self.incomes.year_asked.connect(self.year_asked)
        self.cases = CasesTab(context)
        self.cases.counted.connect(lambda count: self.set_count("cases", count or None))
        self.help = HelpTab(context)
        self.help.counted.connect(lambda count: self.set_count("help", count or None))
        self.received = ReceivedTab()
        self.received.opened.connect(self.project_asked)
        self.steps = StepsTab()
        for tab, content in (
            (Tab("basic", "基本"), self.basic),
            (Tab("members", "成员"), self.members),
            (Tab("statuses", "身份"), self.statuses),
            (Tab("incomes", "收入"), self.incomes),
            (Tab("cases", "动态"), self.cases),
            (Tab("help", "帮扶"), self.help),
            (Tab("received", "受益"), self.received),
            (Tab("steps", "改动"), self.steps),
        ):
            self.add_tab(tab, content)
        self.tab_changed.connect(self._tab_turned)
        self._make_day()

    def _make_day(self) -> None:
        """The line that says which day is looked at, if it is not today."""
        holder = QWidget()
        row = HBox(holder, spacing=8)
        self.day = Field(FieldSpec("on", "看哪一天", "date"), self._context.today)
        scale.fix(self.day, width=DAY_WIDTH)
        self.day.edited.connect(self._day_edited)
        row.addWidget(self.day)
        row.addWidget(Button("回到今天", kind="quiet", small=True, on_click=self.leave_day))
        self.day_line = MessageLine("", "info", icon="history", button=holder)
        self.set_banner(self.day_line)

    def ask_day(self) -> None:
        """Let another day be typed."""
        if self.view is not None:
            self._say_day(self.view.on, always=True)
            self.day.control.setFocus()

    def leave_day(self) -> None:
        """Go back to today."""
        self._say_day(self._context.today())
        self.day_chosen.emit(self._context.today())

    def _day_edited(self, day: Any) -> None:
        if day is not None:
            self.day_chosen.emit(day)

    def _say_day(self, on: date, *, always: bool = False) -> None:
        other = on != self._context.today()
        words = f"这是 {on} 的成员和身份" if other else "成员和身份可以看任何一天的" if always else ""
        self.day_line.say(words, "info", icon="history")
        self.day.set_value(on)

    def _make_basic(self) -> None:
        self.basic = body = Body()
        self.forms: list[FieldForm] = []
        (title, names), *rest = SECTIONS
        self.lines = FindingLines()
        body.section(title, "", None, self.lines, self._form(names))
        self.status = FieldForm(
            self._context, "status_period", MONITORED_FIELDS, labels=STATUS_LABELS, write=write_status
        )
        self.status_block = Block("监测", self.status)
        self.few, self.few_lines = Members(), FindingLines()
        self.moves = Button(
            "成员变动", "users", "quiet", small=True, on_click=lambda: self.moves_asked.emit(self.moves)
        )
        self.few_block = Block("家庭成员", self.few, self.few_lines, button=self.moves)
        self.sums = Incomes()
        year = Button("看各年", "calculator", "quiet", small=True, on_click=lambda: self.show_tab("incomes"))
        self.sums_block = Block("收入", self.sums, button=year)
        self.extra = FactList(label_width=132)
        self.extra_block = Block("表里带来的其他栏目", self.extra)
        sections = [Block(title, self._form(names)) for title, names in rest]
        for block in (self.status_block, self.few_block, self.sums_block, *sections, self.extra_block):
            body.add(block)

    def _form(self, names: Sequence[str]) -> FieldForm:
        wide = ("address", "bank")
        form = FieldForm(self._context, "household", names, labels=LABELS, wide=wide, write=_write)
        self.forms.append(form)
        return form

    # Content

    def show_household(self, view: HouseholdView) -> None:
        """Show a household; one that is shown already keeps its tab and what is being typed."""
        fresh = self.view is None or self.view.key != view.key
        self.view = view
        self.set_title(view.head or "（没有户主）", title_chips(view), second_line(view))
        by_name = {one.name: one for _, views in view.sections for one in views}
        for form in self.forms:
            form.show_views([by_name[name] for name in form.views], fresh=fresh)
        self._show_status(view, fresh)
        self._show_people(view)
        self.sums.show_years(view.years)
        self.sums_block.setVisible(bool(view.years))
        self.sums_block.heading.set_note(f"{view.years[0].year}年" if view.years else "")
        self._show_extra(view)
        self.members.show_household(view, fresh=fresh)
        self.statuses.show_household(view, fresh=fresh)
        self._say_day(view.on)
        self.incomes.show_household(view, fresh=fresh)
        self.cases.show_household(view.key, view.head)
        self.help.show_household(view.key)
        self.received.show_received(view.received)
        self.story.show_household(view)
        self.set_count("members", sum(member.here for member in view.members) or None)
        self.set_count("statuses", sum(one.period.on(view.on) for one in view.periods) or None)
        self.set_count("received", len(view.received) or None)
        self._has_steps = False
        if fresh:
            self.set_count("steps", None)
        self._tab_turned(self.tabs.current)

    def _show_status(self, view: HouseholdView, fresh: bool) -> None:
        self.status_block.setVisible(bool(view.status_fields))
        if view.status_fields:
            self.status.show_views(view.status_fields, fresh=fresh)

    def _show_people(self, view: HouseholdView) -> None:
        here = [member for member in view.members if member.here]
        away = sum(1 for member in here if member.value("work_months"))
        note = f"{len(here)} 人" + (f"，外出务工 {away} 人" if away else "")
        self.few_block.heading.set_note(note if here else "还没有成员")
        self.few.show_members(here, {})
        self.few.setVisible(bool(here))

    def _show_extra(self, view: HouseholdView) -> None:
        self.extra.set_facts([Fact(heading, str(text)) for heading, text in view.extra.items()])
        self.extra_block.setVisible(bool(view.extra))

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show the household's findings beside their fields, and the others at the top of the page."""
        view = self.view
        if view is None:
            return
        people = by_person(view.members, findings)
        of_people = {id(finding) for found in people.values() for finding in found}
        rest = [finding for finding in findings if id(finding) not in of_people]
        for form in (*self.forms, self.status):
            rest = form.show_findings(rest)
        self.statuses.show_findings([f for f in findings if f.record is not None and f.record[0] == "status_period"])
        of_years = [f for f in rest if f.record is not None and f.record[0] in ("household_year", "income_item")]
        self.incomes.show_findings(of_years)
        self.lines.say((_words(finding), finding.severity.value) for finding in rest)
        self.members.show_findings(people)
        here = [member for member in view.members if member.here]
        self.few.show_members(here, people)
        names = {str(member.person_id): str(member.value("name") or "") for member in here}
        self.few_lines.say(
            (f"{names.get(person, '')} {_words(finding)}".strip(), finding.severity.value)
            for person, found in people.items()
            for finding in found
            if finding.severity is not Severity.INFO
        )

    # 改动 is read only when it is looked at

    def _tab_turned(self, tab: str) -> None:
        if tab == "steps" and not self._has_steps and self.view is not None:
            self._has_steps = True
            self.steps_asked.emit()

    def show_steps(self, key: uuid.UUID, steps: Sequence[Step]) -> None:
        """Show what was changed at the household with this key, if it is still the one shown."""
        if self.view is not None and self.view.key == key:
            self.set_count("steps", self.steps.show_steps(steps) or None)


def _write(book: Any, view: FieldView, text: str, actor: str) -> Any:
    if view.name == "head_name" and view.record_id is not None:
        return household_head.set_head(book, view.record_id, text, actor=actor)
    return edit(book, view, text, actor)


def title_chips(view: HouseholdView) -> tuple[Chip, ...]:
    """Return the state chips of the title line, at most two: that it ended, what it is monitored for, its class."""
    if view.ended_on is not None:
        return (Chip(f"{view.ended_on} 销户", "late", "ban"),)
    removed = next((one.value for one in view.status_fields if one.name == "removed"), None)
    found: list[Chip] = []
    for kind, tone in view.statuses:
        if tone == "due":
            gone = removed == "是"
            state, *look = ("已", "ok", "circle-check") if gone else ("未", "due", "radar")
            found.append(Chip(f"监测：风险{state}消除", *look))
        else:
            found.append(Chip(kind, tone))
    return tuple(dict.fromkeys(found))[:MOST_CHIPS]


def second_line(view: HouseholdView) -> tuple[str, ...]:
    """Return code, place and who keeps an eye on it."""
    contact: Any = next((one.value for one in view.status_fields if one.name == "contact"), None)
    group, _, address = view.place.partition(" ")
    place = address if address and group in address else view.place
    return (f"户编号 {view.code}" if view.code else "", place, f"监测联系人 {contact}" if contact else "")


def _words(finding: Finding) -> str:
    return f"{finding.field}：{finding.message}" if finding.field else finding.message
