"""The rows checks look at, as small frozen values, and the SELECTs that read them.

Only what some check asks for is here. Keys are UUIDs; money is int 分; days are dates.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from villagebook.base import resident_ids
from villagebook.models import Household, HouseholdYear, fields_of

UNNAMED = "（无编号）"


@dataclass(frozen=True)
class PersonRow:
    """A person (merged ones are not listed), with the membership of the day and the newest year."""

    key: uuid.UUID
    code: str | None
    name: str | None
    sex: str | None
    born: dt.date | None
    id_kind: str | None
    id_number: str | None
    phone: str | None
    extra: Mapping[str, Any] | None
    membership: uuid.UUID | None
    household: uuid.UUID | None
    household_code: str | None
    relation: str | None
    year_key: uuid.UUID | None
    year: int | None
    education: str | None
    school: str | None
    not_at_school: str | None
    health: str | None
    labour: str | None
    resident_medical: str | None
    employee_medical: str | None

    @property
    def subject(self) -> str:
        """What people call this record: code, else name."""
        return self.code or self.name or UNNAMED

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
        if not self.id_number or resident_ids.problems(self.id_number):
            return None
        return resident_ids.parse(self.id_number)

    @property
    def birth(self) -> dt.date | None:
        """The day of birth by the ID number, else as entered."""
        return self.resident_id.born if self.resident_id and self.resident_id.born else self.born

    @property
    def at_school(self) -> bool:
        """Whether 在校生状况 says something other than that the person is no pupil."""
        return bool(self.school) and self.school != "非在校生"

    @property
    def disabled(self) -> bool:
        """Whether 健康状况 includes 残疾."""
        return "残疾" in (self.health or "")


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class HomeRow:
    """A household with its newest year; ``values`` and ``income`` are its fields and that year's by name."""

    key: uuid.UUID
    values: Mapping[str, Any]
    income: Mapping[str, Any]
    statuses: tuple[str, ...]

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


HOME_FIELDS = tuple(field.name for field in fields_of(Household) if field.kind not in {"key", "json"})
INCOME_FIELDS = tuple(field.name for field in fields_of(HouseholdYear) if field.kind in {"key", "year", "int", "money"})


@dataclass(frozen=True)
class ProjectRow:
    """A project; ``values`` are its fields by name, ``planned`` its money by source."""

    key: uuid.UUID
    values: Mapping[str, Any]
    held_on: dt.date | None
    planned: Mapping[str, int]

    @property
    def subject(self) -> str:
        """What people call this record: code, else name."""
        return self.values["code"] or self.values["name"] or UNNAMED

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Table and key."""
        return ("project", self.key)


@dataclass(frozen=True)
class EntryRow:
    """A fund entry; ``counted`` is the kind whose figure it belongs to (a 冲销 counts as what it reverses)."""

    key: uuid.UUID
    date: dt.date | None
    year: int | None
    voucher: str | None
    project: uuid.UUID | None
    project_code: str | None
    memo: str | None
    kind: str | None
    source: str | None
    amount_fen: int | None
    reverses: uuid.UUID | None
    reverses_text: str | None
    counted: str | None

    @property
    def subject(self) -> str:
        """What people call this record: voucher, else memo."""
        return self.voucher or self.memo or UNNAMED

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Table and key."""
        return ("fund_entry", self.key)


@dataclass(frozen=True)
class LineRow:
    """A roster line; ``household_code`` is the resolved household's code, else the text as typed."""

    key: uuid.UUID
    project: uuid.UUID | None
    project_code: str | None
    household: uuid.UUID | None
    household_code: str | None
    head_name: str | None
    quantity: Decimal | None
    rate_fen: int | None
    amount_fen: int | None

    @property
    def subject(self) -> str:
        """The project's code, else the household's."""
        return self.project_code or self.household_code or UNNAMED

    @property
    def who(self) -> str:
        """The household in a message."""
        return " ".join(part for part in (self.household_code, self.head_name) if part) or UNNAMED

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Table and key."""
        return ("roster_line", self.key)
