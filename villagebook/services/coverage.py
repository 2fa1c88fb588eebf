"""Who was covered in a year (覆盖登记): each household with what reached it, worked out from the lists it stands on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from villagebook.ledgers import LEDGERS, Scope, read
from villagebook.ledgers.parts import households_there
from villagebook.models.codes import MONITORED_STATUSES, POOR_STATUSES
from villagebook.store import Book

REGISTERED = (*POOR_STATUSES, *MONITORED_STATUSES)


@dataclass(frozen=True, slots=True)
class Part:
    """What one project brought one household in one way; money in 分."""

    name: str
    kind: str
    due_fen: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class Covered:
    """One household of a year: members and statuses are of the day looked at, or the year's last if that is earlier."""

    code: str
    head: str
    group: str
    people: int
    statuses: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def due_fen(self) -> int:
        """What it was to get."""
        return sum(part.due_fen for part in self.parts)

    @property
    def paid_fen(self) -> int:
        """What it got."""
        return sum(part.paid_fen for part in self.parts)

    @property
    def registered(self) -> bool:
        """Whether it is 脱贫户 or 监测对象."""
        return any(status in REGISTERED for status in self.statuses)


@dataclass(frozen=True, slots=True)
class YearCovered:
    """A year: who was covered, and how many households there are.

    Attributes:
        households, registered: All of the village, and those that are 脱贫户 or 监测对象, on the year's last day or
            the day looked at.
    """

    year: int
    covered: tuple[Covered, ...]
    households: int
    registered: int

    @property
    def registered_covered(self) -> int:
        """How many 脱贫户 and 监测对象 were covered."""
        return sum(one.registered for one in self.covered)


def covered(connection: Connection, scope: Scope, year: int) -> tuple[Covered, ...]:
    """Return the households covered in a year, by group and code."""
    within = replace(scope, on=min(scope.on, dt.date(year, 12, 31)), filters={}, year=year)
    parts: dict[str, list[Part]] = {}
    for row in read.rows(connection, LEDGERS["to-household"], within):
        part = Part(row["project_name"] or row["project"] or "", row["kind"] or "", row["due_fen"], row["paid_fen"])
        parts.setdefault(_who(row), []).append(part)
    return tuple(
        Covered(
            row["household"] or "", row["head"] or "", row["group"] or "", row["people"] or 0,
            tuple((row["status"] or "").split("、")) if row["status"] else (), tuple(parts.get(_who(row), ())))
        for row in read.rows(connection, LEDGERS["coverage"], within)
    )  # fmt: skip


def _who(row: Mapping[str, Any]) -> str:
    return str(row["household"] or row["head"] or "")


def of_year(book: Book, year: int, on: dt.date) -> YearCovered:
    """Who was covered in a year, as of a day."""
    with book.read() as connection:
        scope = Scope(book.village_id, on)
        found = covered(connection, scope, year)
        day = min(on, dt.date(year, 12, 31))
        counts: Sequence[int] = [
            connection.execute(households_there(book.village_id, day, kinds)).scalar() or 0
            for kinds in ((), REGISTERED)
        ]
    return YearCovered(year, found, counts[0], counts[1])
