"""Persons, memberships and households as checks look at them, as small frozen values.

Only what some check asks for is here. Keys are UUIDs; money is int 分; days are dates. Records about help and
monitoring are in help_rows.py, those about money in money_rows.py.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from villagebook.base import resident_ids
from villagebook.base.days import age_on
from villagebook.checks.help_rows import StatusRow
from villagebook.models import Household, HouseholdYear, Person, PersonYear, fields_of
from villagebook.models.codes import MONITORED_STATUSES, POOR_STATUSES

UNNAMED = "（无编号）"
NOT_A_PUPIL = "非在校生"
NO_LABOUR, LOST_LABOUR, WEAK_LABOUR = "无劳动力", "丧失劳动力", "弱劳动力或半劳动力"
_ILL = ("患有大病", "长期慢性病")

#: Household classes of registered poor households, those of 2014–2020 and local names among them.
POOR = frozenset({
    *POOR_STATUSES, "脱贫享受政策户", "脱贫不享受政策户", "未脱贫户", "返贫户", "一般贫困户",
})  # fmt: skip


@dataclass(frozen=True, eq=False)
class PersonRow:
    """A person (merged ones are not listed), with the membership of the day and the newest year.

    Names that are not explained are the fields of Person and PersonYear; all of the year are None without one.
    ``on`` is the day that is looked at.
    """

    key: uuid.UUID
    code: str | None
    name: str | None
    sex: str | None
    born: dt.date | None
    id_kind: str | None
    id_number: str | None
    ethnicity: str | None
    politics: str | None
    phone: str | None
    unattended_child: str | None
    identified_on: dt.date | None
    disability: str | None
    disability_grade: str | None
    living_state: str | None
    extra: Mapping[str, Any] | None
    membership: uuid.UUID | None
    household: uuid.UUID | None
    household_code: str | None
    relation: str | None
    on: dt.date
    year_key: uuid.UUID | None = None
    year: int | None = None
    education: str | None = None
    school: str | None = None
    not_at_school: str | None = None
    health: str | None = None
    labour: str | None = None
    work_state: str | None = None
    work_months: int | None = None
    work_place: str | None = None
    work_company: str | None = None
    work_industry: str | None = None
    work_channel: str | None = None
    graduate_unemployed: str | None = None
    works_abroad: str | None = None
    post_kind: str | None = None
    post_months: int | None = None
    subsistence: str | None = None
    subsistence_policy: str | None = None
    destitute: str | None = None
    destitute_policy: str | None = None
    resident_medical: str | None = None
    employee_medical: str | None = None
    serious_illness: str | None = None
    commercial_medical: str | None = None
    illness_aid: str | None = None
    medical_aid: str | None = None
    resident_pension: str | None = None
    employee_pension: str | None = None

    @property
    def subject(self) -> str:
        """What people call this record: code, else name."""
        return self.code or self.name or UNNAMED

    @property
    def who(self) -> str:
        """The person in a message: name, else code."""
        return self.name or self.subject

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Table and key."""
        return ("person", self.key)

    @property
    def year_record(self) -> tuple[str, uuid.UUID]:
        """Table and key of the yearly record, or of the person where there is none."""
        return ("person_year", self.year_key) if self.year_key else self.record

    @property
    def membership_record(self) -> tuple[str, uuid.UUID]:
        """Table and key of the membership, or of the person where there is none."""
        return ("membership", self.membership) if self.membership else self.record

    @cached_property
    def resident_id(self) -> resident_ids.ResidentId | None:
        """What the ID number says; None if it is missing or has problems."""
        try:
            return resident_ids.parse(self.id_number) if self.id_number else None
        except ValueError:
            return None

    @cached_property
    def birth(self) -> dt.date | None:
        """The day of birth by the ID number, else as entered."""
        return self.resident_id.born if self.resident_id and self.resident_id.born else self.born

    @cached_property
    def age(self) -> int | None:
        """Full years at the end of the newest year, on the day looked at if that is earlier; None without birth."""
        if self.birth is None:
            return None
        last = dt.date(max(1, min(self.year, 9999)), 12, 31) if self.year is not None else self.on
        return age_on(self.birth, min(self.on, last))

    @property
    def at_school(self) -> bool:
        """Whether 在校生状况 says something other than that the person is no pupil."""
        return bool(self.school) and self.school != NOT_A_PUPIL

    @property
    def disabled(self) -> bool:
        """Whether 健康状况 includes 残疾."""
        return "残疾" in (self.health or "")

    @property
    def healthy(self) -> bool:
        """Whether 健康状况 says 健康."""
        return (self.health or "").strip() == "健康"

    @property
    def ill(self) -> bool:
        """Whether 健康状况 includes a serious or a chronic illness."""
        return any(word in (self.health or "") for word in _ILL)

    @property
    def able(self) -> bool:
        """Whether 劳动技能 says that the person can work, be it little."""
        return bool(self.labour) and self.labour not in (NO_LABOUR, LOST_LABOUR)

    @property
    def unable(self) -> bool:
        """Whether 劳动技能 says that the person cannot work."""
        return self.labour in (NO_LABOUR, LOST_LABOUR)

    @property
    def on_subsistence(self) -> bool:
        """Whether the person has 低保, by either of the two headings."""
        return self.subsistence == "是" or (self.subsistence_policy or "未享受") != "未享受"

    @property
    def on_destitute(self) -> bool:
        """Whether the person is 特困供养, by either of the two headings."""
        return self.destitute == "是" or (self.destitute_policy or "未享受") != "未享受"

    @cached_property
    def disability_class(self) -> int | None:
        """Class of the disability by the certificate's number (4: 肢体), else by 残疾类别; None if unknown."""
        if self.resident_id and self.resident_id.disability_class:
            return self.resident_id.disability_class
        words = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
        return next((place for place, word in enumerate(words, 1) if word in (self.disability or "")), None)

    @cached_property
    def disability_degree(self) -> int | None:
        """Grade of the disability, 1 the most severe, by the certificate's number, else by 残疾等级."""
        if self.resident_id and self.resident_id.disability_grade:
            return self.resident_id.disability_grade
        words = (("一", "1"), ("二", "2"), ("三", "3"), ("四", "4"))
        said = self.disability_grade or ""
        return next((grade for grade, marks in enumerate(words, 1) if any(mark in said for mark in marks)), None)


_NAMES = tuple(field.name for field in fields(PersonRow))
_OF_PERSON = {field.name for field in fields_of(Person)}
#: Fields of PersonRow that are columns of Person and of PersonYear, in order.
PERSON_FIELDS = tuple(name for name in _NAMES if name in _OF_PERSON)
YEAR_FIELDS = tuple(name for name in _NAMES if name in {field.name for field in fields_of(PersonYear)} - _OF_PERSON)


@dataclass(frozen=True, eq=False)
class MemberRow:
    """A membership and its person."""

    key: uuid.UUID
    household: uuid.UUID
    person: PersonRow
    relation: str | None
    from_on: dt.date | None
    through_on: dt.date | None

    def on(self, day: dt.date) -> bool:
        """Whether it runs on a day."""
        return (self.from_on is None or self.from_on <= day) and (self.through_on is None or self.through_on >= day)

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Table and key."""
        return ("membership", self.key)


@dataclass(frozen=True, eq=False)
class HomeRow:
    """A household with its newest year; ``values`` and ``income`` are its fields and that year's by name.

    Attributes:
        statuses: The classes in force on the day, in the order of the code list.
        periods: All classes it ever had, by first day.
    """

    key: uuid.UUID
    values: Mapping[str, Any]
    income: Mapping[str, Any]
    statuses: tuple[str, ...]
    periods: tuple[StatusRow, ...] = ()

    @property
    def code(self) -> str | None:
        """户编号."""
        code: str | None = self.values["code"]
        return code

    @property
    def subject(self) -> str:
        """What people call this record: code, else the head's name."""
        return self.values["code"] or self.values["head_name"] or UNNAMED

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Table and key."""
        return ("household", self.key)

    @property
    def year_record(self) -> tuple[str, uuid.UUID]:
        """Table and key of the newest year, or of the household where there is none."""
        return ("household_year", self.income["id"]) if self.income["id"] else self.record

    @property
    def year(self) -> int | None:
        """The newest year."""
        year: int | None = self.income["year"]
        return year

    @cached_property
    def monitoring(self) -> StatusRow | None:
        """The period as 监测对象 begun last, its risk removed or not; None if it never was one."""
        return next((period for period in reversed(self.periods) if period.monitored), None)

    @cached_property
    def monitored(self) -> bool:
        """Whether it is 监测对象 on the day with the risk not yet removed."""
        return any(status in MONITORED_STATUSES for status in self.statuses)

    @cached_property
    def poor(self) -> bool:
        """Whether it is a registered poor household (脱贫户 and the classes before it), by class or, without one,
        by what only registered households have."""
        if any(status in POOR for status in self.statuses):
            return True
        return not self.periods and any(self.values[name] for name in ("attribute", "standard", "main_cause"))

    @cached_property
    def covered(self) -> bool:
        """Whether rules marked P apply: 脱贫 and 监测 households, those with the risk removed among them."""
        return self.poor or self.monitored or (self.monitoring is not None and self.monitoring.through_on is None)


HOME_FIELDS = tuple(field.name for field in fields_of(Household) if field.kind not in {"key", "json"})
INCOME_FIELDS = tuple(field.name for field in fields_of(HouseholdYear) if field.kind in {"key", "year", "int", "money"})
