"""Persons, memberships and households as checks look at them, each read when first asked for and kept."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from functools import cached_property

from sqlalchemy import func, select

from villagebook.checks.book_facts import BookFacts
from villagebook.checks.rows import HOME_FIELDS, INCOME_FIELDS, HomeRow, MemberRow, PersonRow
from villagebook.ledgers import people
from villagebook.ledgers.parts import newest_of_year, statuses_of, table
from villagebook.models import Household, HouseholdYear, Membership, Person


class PeopleFacts(BookFacts):
    """The people and households of one village as of ``scope.on``."""

    @cached_property
    def people(self) -> tuple[PersonRow, ...]:
        """All persons, merged ones left out, by code."""
        tables, source = people.joined(self.scope)
        person, member, home, year = (tables[name] for name in ("person", "membership", "household", "person_year"))
        statement = (
            select(
                person.c.id, person.c.code, person.c.name, person.c.sex, person.c.born, person.c.id_kind,
                person.c.id_number, person.c.phone, person.c.extra, member.c.id, member.c.household_id,
                func.coalesce(home.c.code, member.c.household_code), member.c.relation, year.c.id, year.c.year,
                year.c.education, year.c.school, year.c.not_at_school, year.c.health, year.c.labour,
                year.c.resident_medical, year.c.employee_medical,
            )
            .select_from(source)
            .where(person.c.village_id == self.scope.village_id, person.c.merged_into.is_(None))
            .order_by(person.c.code, person.c.id)
        )  # fmt: skip
        return tuple(PersonRow(*row) for row in self.conn.execute(statement))

    @cached_property
    def person_by_key(self) -> dict[uuid.UUID, PersonRow]:
        """Persons by key; a merged person's key gives the one it was merged into."""
        found = {person.key: person for person in self.people}
        merged = self._merged
        for key in merged:
            root, seen = key, {key}
            while root in merged and merged[root] not in seen:
                root = merged[root]
                seen.add(root)
            if root in found:
                found[key] = found[root]
        return found

    @cached_property
    def _merged(self) -> dict[uuid.UUID, uuid.UUID]:
        person = table(Person)
        statement = select(person.c.id, person.c.merged_into).where(
            person.c.village_id == self.scope.village_id, person.c.merged_into.is_not(None)
        )
        return {row[0]: row[1] for row in self.conn.execute(statement)}

    @cached_property
    def memberships(self) -> dict[uuid.UUID, tuple[MemberRow, ...]]:
        """All memberships that name a known household, by household, in order of place."""
        member = table(Membership)
        statement = (
            select(member.c.id, member.c.household_id, member.c.person_id, member.c.relation, member.c.from_on,
                   member.c.through_on)
            .where(member.c.village_id == self.scope.village_id, member.c.household_id.is_not(None))
            .order_by(member.c.position, member.c.id)
        )  # fmt: skip
        found: dict[uuid.UUID, list[MemberRow]] = defaultdict(list)
        for key, household, person, relation, from_on, through_on in self.conn.execute(statement):
            if person in self.person_by_key:
                row = MemberRow(key, household, self.person_by_key[person], relation, from_on, through_on)
                found[household].append(row)
        return {household: tuple(rows) for household, rows in found.items()}

    def members(self, household: uuid.UUID, day: dt.date | None = None) -> tuple[MemberRow, ...]:
        """Return a household's members on a day (the scope's unless given), each person once."""
        once: dict[uuid.UUID, MemberRow] = {}
        for row in self.memberships.get(household, ()):
            if row.on(day or self.on):
                once.setdefault(row.person.key, row)
        return tuple(once.values())

    @cached_property
    def homes(self) -> tuple[HomeRow, ...]:
        """All households, by code."""
        home, year = table(Household), table(HouseholdYear, "newest_year")
        names = (*(f"h_{name}" for name in HOME_FIELDS), *(f"y_{name}" for name in INCOME_FIELDS))
        statement = (
            select(
                home.c.id, statuses_of(home.c.id, self.on),
                *(home.c[name].label(f"h_{name}") for name in HOME_FIELDS),
                *(year.c[name].label(f"y_{name}") for name in INCOME_FIELDS),
            )
            .select_from(home.outerjoin(
                year, year.c.id == newest_of_year(HouseholdYear, home.c.id, self.on, "year_before")
            ))
            .where(home.c.village_id == self.scope.village_id)
            .order_by(home.c.code, home.c.id)
        )  # fmt: skip
        found = []
        for key, statuses, *cells in self.conn.execute(statement):
            by_name = dict(zip(names, cells, strict=True))
            values = {name: by_name[f"h_{name}"] for name in HOME_FIELDS}
            income = {name: by_name[f"y_{name}"] for name in INCOME_FIELDS}
            found.append(HomeRow(key, values, income, tuple((statuses or "").split("、")) if statuses else ()))
        return tuple(found)
