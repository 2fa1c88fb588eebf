"""The members of a household: all of them, and the fields of the one chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal

from villagebook.base.findings import Finding
from villagebook.services import household_head, household_years
from villagebook.services.fields import FieldView
from villagebook.services.household_events import Stay
from villagebook.services.household_fields import MEMBER_FIELDS, MEMBER_YEAR_FIELDS, MEMBERSHIP_FIELDS
from villagebook.services.households import HouseholdView, Member
from villagebook.ui.field_views import FieldForm, edit, is_masked
from villagebook.ui.models.columns import ROW_STATE, Cell, Column, Key
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context
from villagebook.ui.pages.household_parts import FindingLines
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.labels import MessageLine, Text
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
WIDE = ("id_number", "code")
STAY_COLUMNS = (
    Column("household", "户", "name", width=150, stretch=1),
    Column("relation", "关系", width=70),
    Column("from_on", "从", "date", width=92),
    Column("through_on", "到", "date", width=92),
    Column("why", "原因", width=110, rank=1),
)
#: Words of six characters at most, so that a record of half a small screen keeps room for the values.
MEMBER_LABELS = {
    "phone": "联系电话", "disability_card_year": "办证年度", "living_state": "生活状态", "speaks_mandarin": "会普通话",
    "unattended_child": "无人抚养", "relocated": "搬迁人口", "identified_on": "识别时间",
    "from_on": "进户时间", "why": "进户原因", "through_on": "离户时间", "why_ended": "离户原因",
    "school": "在校状况", "school_name": "就读学校", "not_at_school": "失学原因", "graduate_unemployed": "未就业原因",
    "work_months": "务工时间", "work_place": "务工地点", "work_company": "务工企业", "works_abroad": "国外务工",
    "post_kind": "公益岗位", "post_months": "岗位月数", "resident_medical": "居民医保", "employee_medical": "职工医保",
    "serious_illness": "大病保险", "commercial_medical": "商业医保", "accident_subsidy": "意外保险",
    "illness_aid": "大病救助", "medical_aid": "医疗救助", "other_health_aid": "健康扶贫",
    "resident_pension": "居民养老", "employee_pension": "职工养老", "subsistence": "享受低保",
    "subsistence_policy": "低保情况", "destitute": "特困供养", "destitute_policy": "特困情况",
}  # fmt: skip


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
        elif member.value("through_on") is not None:
            row["relation"] = f"{row['relation']}，到 {member.value('through_on'):%m-%d}"
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


class MembersTab(Body):
    """All members, and the fields of the one chosen.

    Signals:
        moves_asked: (button) what can happen to members is to be offered below it.
        day_asked: Another day is to be looked at.
        former_asked: (person, name) a name is to be kept as 曾用名.
    """

    moves_asked = Signal(object)
    day_asked = Signal()
    former_asked = Signal(object, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: Member | None = None
        self._members: tuple[Member, ...] = ()
        self._findings: Mapping[str, Sequence[Finding]] = {}
        self._renamed: tuple[Any, str] | None = None
        self.eye = Button("显示号码", "eye", "quiet", small=True, on_click=self._toggle)
        self.table = Members(selectable=True)
        self.table.current_changed.connect(self.choose)
        self.heading = self.section("家庭成员", "", self.eye, self.table)
        self.moves = Button("成员变动", "users", small=True, on_click=lambda: self.moves_asked.emit(self.moves))
        self.day = Button("看某一天", "calendar", "quiet", small=True, on_click=self.day_asked.emit)
        row = HBox(spacing=8)
        for button in (self.moves, self.day):
            row.addWidget(button)
        row.addStretch(1)
        self.add(row, 8)
        # Numbers of 18 digits are to be read whole.
        self.person = FieldForm(
            context, "person", MEMBER_FIELDS, labels=MEMBER_LABELS, wide=WIDE, write=self._write_person
        )
        self.person.written.connect(self._written)
        self.membership = FieldForm(context, "membership", MEMBERSHIP_FIELDS, labels=MEMBER_LABELS)
        self.year = FieldForm(context, "person_year", MEMBER_YEAR_FIELDS, labels=MEMBER_LABELS, write=self._write_year)
        keep = Button("记为曾用名", kind="quiet", small=True, on_click=self._keep_former)
        self.former = MessageLine("", "info", button=keep)
        self.who = self.section("", "", None, self.former, self.person)
        self.lines = FindingLines()
        self.add(self.lines)
        self.section("在这一户", "", None, self.membership)
        self.stays = SmallTable(STAY_COLUMNS, name="进出")
        self.moved = self.section("进出", "", None, self.stays)
        self.when = self.section("年度情况", "", None, self.year)
        self.blank = Text("还没有成员，点“成员变动”。", "second")
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
        self._offer_former()
        self.stays.set_rows([_stay_row(stay) for stay in member.stays])
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

    def _write_person(self, book: Any, view: FieldView, text: str, actor: str) -> Any:
        if view.name == "name" and view.record_id is not None:
            self._renamed = (view.record_id, view.text)
            return household_head.rename(book, view.record_id, text, actor=actor)
        return edit(book, view, text, actor)

    def _written(self, name: str) -> None:
        if name == "name":
            self._offer_former()

    def _offer_former(self) -> None:
        """Offer to keep the name that was replaced; a slip of the pen is not worth keeping, so nothing is asked."""
        person, name = self._renamed or (None, "")
        mine = self._shown is not None and self._shown.person_id == person
        self.former.say(f"原来叫{name}。" if mine and name else "")

    def _keep_former(self) -> None:
        renamed, self._renamed = self._renamed, None
        self._offer_former()
        if renamed is not None:
            self.former_asked.emit(*renamed)

    def _toggle(self) -> None:
        self.table.reveal(not self.table.revealed)
        self._say_eye()

    def _say_eye(self) -> None:
        self.eye.set_words("遮住号码" if self.table.revealed else "显示号码")
        self.eye.set_icon("eye-off" if self.table.revealed else "eye")


def _stay_row(stay: Stay) -> Row:
    why = "，".join(part for part in (stay.why, stay.why_ended) if part)
    row: dict[str, Any] = {"household": stay.household or "（还不知道哪一户）", "relation": stay.relation}
    row |= {"from_on": stay.from_on, "through_on": stay.through_on, "why": why}
    if stay.through_on is not None:
        row[ROW_STATE] = "muted"
    return row
