"""Classes, measures, guarantees, work and the village's years as checks look at them, as small frozen values."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from villagebook.models.codes import MONITORED_STATUSES


@dataclass(frozen=True, eq=False)
class StatusRow:
    """A class a household belongs to for a time; names as in StatusPeriod."""

    key: uuid.UUID
    household: uuid.UUID
    kind: str
    from_on: dt.date | None
    through_on: dt.date | None
    first_identified_on: dt.date | None
    lifted_year: int | None
    lift_state: str | None
    risk1: str | None
    risk2: str | None
    risk3: str | None
    risk4: str | None
    risk5: str | None
    disaster: str | None
    risk_note: str | None
    development: str | None
    removed: str | None
    removed_way: str | None
    removed_on: dt.date | None
    contact: str | None
    contact_phone: str | None

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Table and key."""
        return ("status_period", self.key)

    @property
    def risks(self) -> tuple[str, ...]:
        """The risks that are filled, in order."""
        given = (self.risk1, self.risk2, self.risk3, self.risk4, self.risk5)
        return tuple(risk for risk in given if risk)

    @property
    def monitored(self) -> bool:
        """Whether this is a class of 监测对象."""
        return self.kind in MONITORED_STATUSES

    @property
    def eliminated(self) -> bool:
        """Whether the list says that the risk was removed (是, or a day of it)."""
        return self.removed == "是" or self.removed_on is not None

    def running(self, day: dt.date) -> bool:
        """Whether it runs on a day."""
        return (self.from_on is None or self.from_on <= day) and (self.through_on is None or self.through_on >= day)

    def in_force(self, day: dt.date) -> bool:
        """Whether it runs on a day and its risk is not marked as removed by then."""
        gone = self.removed == "是" and (self.removed_on is None or self.removed_on <= day)
        return self.running(day) and not gone


@dataclass(frozen=True, eq=False)
class MeasureRow:
    """A measure that reached a household, or one of its members (``person``); names as in Measure."""

    key: uuid.UUID
    household_id: uuid.UUID | None
    household_code: str | None
    person_id: uuid.UUID | None
    person_name: str | None
    year: int | None
    kind: str
    item: str | None
    from_on: dt.date | None
    through_on: dt.date | None
    amount_fen: int | None

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Table and key."""
        return ("measure", self.key)

    @property
    def words(self) -> str:
        """Class and content, to look for words in."""
        return f"{self.kind} {self.item or ''}"

    def counts_in(self, year: int) -> bool:
        """Whether it counts for a year: the one it names, else those from its first day to its last."""
        first = self.from_on.year if self.from_on else None
        last = self.through_on.year if self.through_on else None
        low, high = years_of(self.year, first, last)
        return low <= year <= high


@dataclass(frozen=True, eq=False)
class GuaranteeRow:
    """三保障 and incomes of a household at one moment; ``values`` are the fields of Guarantee by name."""

    key: uuid.UUID
    household: uuid.UUID
    stage: str
    on: dt.date | None
    values: Mapping[str, Any]

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Table and key."""
        return ("guarantee", self.key)


@dataclass(frozen=True, eq=False)
class WorkRow:
    """One stretch of work of a person, or the wish for it; names as in WorkRecord."""

    key: uuid.UUID
    person_id: uuid.UUID
    year: int | None
    worked: str | None
    province: str | None
    city: str | None
    county: str | None
    from_on: dt.date | None
    through_on: dt.date | None
    month_pay_fen: int | None
    company: str | None
    industry: str | None
    channel: str | None
    point_to_point: str | None
    transport_fen: int | None
    planned: str | None

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Table and key."""
        return ("work_record", self.key)


@dataclass(frozen=True, eq=False)
class VillageYearRow:
    """The village's figures of one year; ``values`` are the fields of VillageYear by name."""

    key: uuid.UUID
    year: int
    values: Mapping[str, Any]

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Table and key."""
        return ("village_year", self.key)


def years_of(year: int | None, first: int | None, last: int | None) -> tuple[int, int]:
    """Return the first and last year a measure counts for, by its year, else by the years of its days."""
    if year is not None:
        return year, year
    return first or dt.MINYEAR, last or dt.MAXYEAR


def columns_of(row: type[StatusRow | MeasureRow | WorkRow]) -> tuple[str, ...]:
    """Return the columns a row is read from, in order; ``key`` is id and ``household`` household_id."""
    named = {"key": "id", "household": "household_id"}
    return tuple(named.get(field.name, field.name) for field in fields(row))
