"""What every check may ask of a book: the day, the policies in force, what was ever received. Nothing here judges."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, false, func, literal, or_, select

from villagebook.base.days import Period
from villagebook.base.errors import UserError
from villagebook.ledgers import Scope, own
from villagebook.ledgers.parts import table
from villagebook.models import BY_TABLE, FieldInfo, Household, Membership, Person, Record, Village, fields_of, info
from villagebook.policies import Overrides, Value, find

Received = dict[str, dict[str, frozenset[int | None]]]
"""Record -> field -> the years that have a value in it (None for records without a year)."""


class BookFacts:
    """The rows of one village as of ``scope.on``, with the policies in force.

    Args:
        overrides: The book's own values of policies; None reads them from the book.
        only: Households to look at, with their people; None looks at all. What is asked of the whole village (was a
            field ever received, who else has this number) is asked of all of it either way.
        received: What an earlier run learnt of what was ever received, to go on with; it is added to.
    """

    def __init__(
        self,
        conn: Connection,
        scope: Scope,
        overrides: Overrides | None = None,
        only: Collection[uuid.UUID] | None = None,
        received: Received | None = None,
    ) -> None:
        self.conn = conn
        self.scope = scope
        self.on = scope.on
        self.only = None if only is None else frozenset(only)
        self._overrides = overrides
        self._received: Received = {} if received is None else received
        self._asked: dict[tuple[int, int | None], bool] = {}
        self._days: dict[int | None, dt.date] = {}
        self._limits: dict[tuple[str, dt.date], Value | None] = {}

    # What the book ever received

    def received(self, attribute: Any, year: int | None = None) -> bool:
        """Whether any record has a value in this field (a mapped attribute or FieldInfo), in a year if given."""
        # Asked once per person and rule: by identity, because declarations live for ever and hashing them is slow.
        key = (id(attribute), year)
        if key not in self._asked:
            field = attribute if isinstance(attribute, FieldInfo) else info(attribute)
            years = self._years_received(field.record)[field.name]
            self._asked[key] = bool(years) if year is None else year in years
        return self._asked[key]

    def _years_received(self, name: str) -> dict[str, frozenset[int | None]]:
        """Return for each field of a record the years that have a value (None for records without a year)."""
        if name not in self._received:
            rows = table(BY_TABLE[name])
            fields = [field.name for field in fields_of(BY_TABLE[name])]
            by_year = rows.c.year if "year" in rows.c else literal(None)
            statement = select(by_year, *(func.count(rows.c[field]) for field in fields))
            if "village_id" in rows.c:
                statement = statement.where(rows.c.village_id == self.scope.village_id)
            if "year" in rows.c:
                statement = statement.group_by(rows.c.year)
            found: dict[str, set[int | None]] = {field: set() for field in fields}
            for year, *given in self.conn.execute(statement):
                for field, has in zip(fields, given, strict=True):
                    if has:
                        found[field].add(year)
            self._received[name] = {field: frozenset(years) for field, years in found.items()}
        return self._received[name]

    def has_records(self, record: type[Record]) -> bool:
        """Whether there is any record of this kind."""
        return self.received(record.id)  # type: ignore[attr-defined]

    # Rules from outside

    @cached_property
    def overrides(self) -> Overrides:
        """The book's own values of policies."""
        if self._overrides is not None:
            return self._overrides
        return own.policies(self.conn, self.scope.village_id)

    @cached_property
    def own_codes(self) -> dict[str, frozenset[str]]:
        """Values the village added to code lists."""
        return own.codes(self.conn, self.scope.village_id)

    def limit(self, policy_id: str, on: dt.date) -> int | None:
        """Return a counted policy or one in 分 in force on a day; None if there is none."""
        found = self._policy(policy_id, on)
        return found if isinstance(found, int) else None

    def measure_limit(self, policy_id: str, on: dt.date) -> Decimal | None:
        """Return a policy that is a share or a measure (亩, 公里) in force on a day; None if there is none."""
        found = self._policy(policy_id, on)
        return found if isinstance(found, Decimal) else None

    def period(self, policy_id: str, on: dt.date) -> Period | None:
        """Return a policy that is a period in force on a day; None if there is none."""
        found = self._policy(policy_id, on)
        return found if isinstance(found, Period) else None

    @cached_property
    def region(self) -> str:
        """The village's province–city–county text, by which policies of a region are found."""
        rows = table(Village)
        statement = select(rows.c.province, rows.c.city, rows.c.county).where(rows.c.id == self.scope.village_id)
        found = self.conn.execute(statement).first()
        return "".join(part or "" for part in found) if found else ""

    def _policy(self, policy_id: str, on: dt.date) -> Value | None:
        key = (policy_id, on)
        if key not in self._limits:
            try:
                self._limits[key] = find(policy_id, on, self.overrides, region=self.region)
            except UserError:
                # The book's own value has a wrong shape: policies.own-value reports it; the stated one is used.
                self._limits[key] = find(policy_id, on, region=self.region)
        return self._limits[key]

    def as_of(self, year: int | None) -> dt.date:
        """The day a yearly record speaks of: its last day, or the day of the scope if that is earlier."""
        if year not in self._days:
            last = self.on if year is None else min(self.on, dt.date(max(1, min(year, 9999)), 12, 31))
            self._days[year] = last
        return self._days[year]

    def school_day(self, year: int | None) -> dt.date:
        """31 August of the school year a yearly record speaks of: the day by which ages for school count."""
        day = self.as_of(year)
        return dt.date(day.year if (day.month, day.day) >= (8, 31) else day.year - 1, 8, 31)

    def extras(self, record: type[Record]) -> Iterator[tuple[uuid.UUID, dict[str, Any]]]:
        """Yield key and cells of records that keep cells under unknown or unreadable headings."""
        rows = table(record)
        statement = select(rows.c.id, rows.c.extra).where(rows.c.extra.is_not(None))
        for key, extra in self.conn.execute(self.of_village(record, statement).order_by(rows.c.id)):
            if isinstance(extra, dict):
                yield key, extra

    def of_village(self, record: type[Record], statement: Select[Any]) -> Select[Any]:
        """Return the statement narrowed to this village's rows of the record, and to the households looked at."""
        rows = table(record)
        if "village_id" in rows.c:
            statement = statement.where(rows.c.village_id == self.scope.village_id)
        if self.only is None:
            return statement
        return statement.where(self._of_homes(record))

    def looks_at(self, record: type[Record]) -> bool:
        """Whether records of this kind are looked at: all of them, or those of households and persons."""
        columns = table(record).c
        named = "household_id" in columns or "person_id" in columns
        return self.only is None or named or record in (Household, Person)

    def _of_homes(self, record: type[Record]) -> ColumnElement[bool]:
        """Whether a row belongs to the households looked at; records of no household do not."""
        rows, homes = table(record), self.only or frozenset()
        if record is Household:
            return rows.c.id.in_(homes)
        if record is Person:
            return rows.c.id.in_(self.people_of_homes)
        belongs = []
        if "household_id" in rows.c:
            belongs.append(rows.c.household_id.in_(homes))
        if "person_id" in rows.c:
            belongs.append(rows.c.person_id.in_(self.people_of_homes))
        return or_(false(), *belongs)

    @cached_property
    def people_of_homes(self) -> frozenset[uuid.UUID]:
        """Persons who ever belonged to the households looked at, with those merged into them."""
        member = table(Membership)
        statement = select(member.c.person_id).where(member.c.household_id.in_(self.only or ()))
        found = set(self.conn.execute(statement).scalars())
        found |= {root for key, root in self.roots.items() if key in found}
        return frozenset(found | {key for key, root in self.roots.items() if root in found})

    @cached_property
    def roots(self) -> dict[uuid.UUID, uuid.UUID]:
        """Merged persons' keys -> the person they were merged into in the end."""
        person = table(Person)
        statement = select(person.c.id, person.c.merged_into).where(
            person.c.village_id == self.scope.village_id, person.c.merged_into.is_not(None)
        )
        merged = {row[0]: row[1] for row in self.conn.execute(statement)}
        found = {}
        for key in merged:
            root, seen = key, {key}
            while root in merged and merged[root] not in seen:
                root = merged[root]
                seen.add(root)
            found[key] = root
        return found
