"""What checks look at, read from the book once and kept for all of them.

Every property is read when the first check asks for it. Nothing here judges.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, func, select

from villagebook.base.days import Period
from villagebook.base.errors import UserError
from villagebook.checks.rows import (
    HOME_FIELDS,
    INCOME_FIELDS,
    EntryRow,
    HomeRow,
    LineRow,
    MemberRow,
    PersonRow,
    ProjectRow,
)  # fmt: skip
from villagebook.ledgers import Scope, own, people
from villagebook.ledgers.figures import counted_as, in_scope
from villagebook.ledgers.parts import newest_of_year, statuses_of, table
from villagebook.models import (
    BY_TABLE,
    FieldInfo,
    FundEntry,
    Household,
    HouseholdYear,
    Meeting,
    Membership,
    Person,
    Project,
    ProjectSource,
    Record,
    RosterLine,
    fields_of,
    info,
)  # fmt: skip
from villagebook.policies import Overrides, Value, find


class Facts:
    """The rows of one village as of ``scope.on``, with the policies in force.

    Args:
        overrides: The book's own values of policies; None reads them from the book.
    """

    def __init__(self, conn: Connection, scope: Scope, overrides: Overrides | None = None) -> None:
        self.conn = conn
        self.scope = scope
        self.on = scope.on
        self._overrides = overrides
        self._received: dict[tuple[str, int | None], bool] = {}

    # What the book ever received

    def received(self, attribute: Any, year: int | None = None) -> bool:
        """Whether any record has a value in this field (a mapped attribute or FieldInfo), in a year if given."""
        field = attribute if isinstance(attribute, FieldInfo) else info(attribute)
        key = (field.id, year)
        if key not in self._received:
            record = table(BY_TABLE[field.record])
            statement = select(record.c.id).where(record.c[field.name].is_not(None)).limit(1)
            statement = statement.where(record.c.village_id == self.scope.village_id)
            if year is not None:
                statement = statement.where(record.c.year == year)
            self._received[key] = self.conn.execute(statement).first() is not None
        return self._received[key]

    def has_records(self, record: type[Record]) -> bool:
        """Whether there is any record of this kind."""
        rows = table(record)
        return self.conn.execute(
            select(rows.c.id).where(rows.c.village_id == self.scope.village_id).limit(1)
        ).first() is not None  # fmt: skip

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

    def period(self, policy_id: str, on: dt.date) -> Period | None:
        """Return a policy that is a period in force on a day; None if there is none."""
        found = self._policy(policy_id, on)
        return found if isinstance(found, Period) else None

    def _policy(self, policy_id: str, on: dt.date) -> Value | None:
        try:
            return find(policy_id, on, self.overrides)
        except UserError:
            # The book's own value has a wrong shape: policies.own-value reports it; rules go on with the stated one.
            return find(policy_id, on)

    def as_of(self, year: int | None) -> dt.date:
        """The day a yearly record speaks of: its last day, or the day of the scope if that is earlier."""
        return self.on if year is None else min(self.on, dt.date(max(1, min(year, 9999)), 12, 31))

    def school_day(self, year: int | None) -> dt.date:
        """31 August of the school year a yearly record speaks of: the day by which ages for school count."""
        day = self.as_of(year)
        return dt.date(day.year if (day.month, day.day) >= (8, 31) else day.year - 1, 8, 31)

    # Rows

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

    @cached_property
    def projects(self) -> dict[uuid.UUID, ProjectRow]:
        """All projects by key, by code."""
        project, meeting = table(Project), table(Meeting)
        names = tuple(field.name for field in fields_of(Project) if field.kind != "json")
        statement = (
            select(meeting.c.held_on, *(project.c[name] for name in names))
            .select_from(project.outerjoin(meeting, meeting.c.id == project.c.meeting_id))
            .where(project.c.village_id == self.scope.village_id)
            .order_by(project.c.code, project.c.id)
        )
        found = {}
        for held_on, *cells in self.conn.execute(statement):
            values = dict(zip(names, cells, strict=True))
            found[values["id"]] = ProjectRow(values["id"], values, held_on, self._planned.get(values["id"], {}))
        return found

    @cached_property
    def _planned(self) -> dict[uuid.UUID, dict[str, int]]:
        plan = table(ProjectSource)
        statement = select(plan.c.project_id, plan.c.source, plan.c.planned_fen).where(
            plan.c.village_id == self.scope.village_id
        )
        found: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
        for project, source, planned in self.conn.execute(statement):
            found[project][source] = found[project].get(source, 0) + planned
        return found

    @cached_property
    def entries(self) -> tuple[EntryRow, ...]:
        """All fund entries, drafts too, by date and voucher; undated last."""
        entry, origin, project = table(FundEntry), table(FundEntry, "origin"), table(Project)
        statement = (
            select(
                entry.c.id, entry.c.date, entry.c.year, entry.c.voucher, entry.c.project_id,
                func.coalesce(project.c.code, entry.c.project_code), entry.c.memo, entry.c.kind, entry.c.source,
                entry.c.amount_fen, entry.c.reverses_id, entry.c.reverses_text, counted_as(entry, origin),
            )
            .select_from(
                entry.outerjoin(origin, origin.c.id == entry.c.reverses_id)
                .outerjoin(project, project.c.id == entry.c.project_id)
            )
            .where(*in_scope(entry, self.scope))
            .order_by(entry.c.date.nulls_last(), entry.c.voucher, entry.c.id)
        )  # fmt: skip
        return tuple(EntryRow(*row) for row in self.conn.execute(statement))

    @cached_property
    def entry_by_key(self) -> dict[uuid.UUID, EntryRow]:
        """Fund entries by key."""
        return {entry.key: entry for entry in self.entries}

    @cached_property
    def lines(self) -> tuple[LineRow, ...]:
        """All roster lines, by project and place."""
        line, home, project = table(RosterLine), table(Household), table(Project)
        statement = (
            select(
                line.c.id, line.c.project_id, func.coalesce(project.c.code, line.c.project_code), line.c.household_id,
                func.coalesce(home.c.code, line.c.household_code), line.c.head_name, line.c.quantity, line.c.rate_fen,
                line.c.amount_fen,
            )
            .select_from(
                line.outerjoin(home, home.c.id == line.c.household_id)
                .outerjoin(project, project.c.id == line.c.project_id)
            )
            .where(line.c.village_id == self.scope.village_id)
            .order_by(project.c.code, line.c.project_code, line.c.list_number, line.c.id)
        )  # fmt: skip
        return tuple(LineRow(*row) for row in self.conn.execute(statement))

    @cached_property
    def lines_by_project(self) -> dict[uuid.UUID, tuple[LineRow, ...]]:
        """Roster lines of known projects."""
        found: dict[uuid.UUID, list[LineRow]] = defaultdict(list)
        for line in self.lines:
            if line.project is not None:
                found[line.project].append(line)
        return {project: tuple(lines) for project, lines in found.items()}

    def extras(self, record: type[Record]) -> Iterator[tuple[uuid.UUID, dict[str, Any]]]:
        """Yield key and cells of records that keep cells under unknown or unreadable headings."""
        rows = table(record)
        statement = select(rows.c.id, rows.c.extra).where(
            rows.c.village_id == self.scope.village_id, rows.c.extra.is_not(None)
        )
        for key, extra in self.conn.execute(statement):
            if isinstance(extra, dict):
                yield key, extra
