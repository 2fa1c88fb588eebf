"""Persons, memberships and households as checks look at them, each read when first asked for and kept.

Each table is read once, as it lies, and joined here: that is several times faster than asking the database for the
newest year and the membership of the day of each person.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from villagebook.base import resident_ids
from villagebook.checks.help_facts import HelpFacts
from villagebook.checks.rows import (
    HOME_FIELDS,
    INCOME_FIELDS,
    PERSON_FIELDS,
    UNNAMED,
    YEAR_FIELDS,
    HomeRow,
    MemberRow,
    PersonRow,
)
from villagebook.ledgers.parts import table
from villagebook.models import Household, HouseholdYear, Membership, Person, PersonYear, Record
from villagebook.models.codes import CODES

_FIRST_DAY = dt.date.min
DEAD = "已故"
#: Kinds of papers whose numbers are not those of a resident's card.
OTHER_PAPERS = ("护照", "通行证", "永久居留", "军官证", "士兵证")
Stay = tuple[uuid.UUID, uuid.UUID, uuid.UUID | None, str | None, str | None, dt.date | None, dt.date | None]
"""A membership as read: key, person, household, household code, relation, first day, last day."""


class PeopleFacts(HelpFacts):
    """The people and households of one village as of ``scope.on``."""

    @cached_property
    def people(self) -> tuple[PersonRow, ...]:
        """All persons, merged ones left out, by code."""
        person = table(Person)
        names = (person.c[name] for name in PERSON_FIELDS)
        statement = select(person.c.id, *names).where(person.c.merged_into.is_(None))
        found = []
        for row in self.conn.execute(self.of_village(Person, statement).order_by(person.c.code, person.c.id)):
            key = row[0]
            stay = self._stay_on_day.get(key)
            at: tuple[Any, ...] = (None, None, None, None, self.on)
            if stay is not None:
                home = self._households.get(stay[2]) if stay[2] is not None else None
                at = (stay[0], stay[2], (home and home["code"]) or stay[3], stay[4], self.on)
            found.append(PersonRow(*row, *at, *self._person_years.get(key, ())))
        return tuple(found)

    @cached_property
    def present(self) -> tuple[PersonRow, ...]:
        """Persons without those who died or are in no household any more: nobody can ask them, or mend their year."""
        known = {self.roots.get(stay[1], stay[1]) for stay in self._stays}
        here = (person for person in self.people if person.membership is not None or person.key not in known)
        return tuple(person for person in here if person.living_state != DEAD)

    @cached_property
    def person_by_key(self) -> dict[uuid.UUID, PersonRow]:
        """Persons by key; a merged person's key gives the one it was merged into."""
        found = {person.key: person for person in self.people}
        found |= {key: found[root] for key, root in self.roots.items() if root in found}
        return found

    @cached_property
    def id_problems(self) -> dict[uuid.UUID, tuple[str, ...]]:
        """Problems of the ID numbers that have some, by person; passports and the like are not numbered so."""
        found = {}
        for person in self.people:
            said = person.resident_id
            if person.id_number is None or (said is not None and (said.born is None or said.born <= self.on)):
                continue
            if any(word in (person.id_kind or "") for word in OTHER_PAPERS):
                continue
            problems = resident_ids.problems(person.id_number, on=self.on)
            if problems:
                found[person.key] = problems
        return found

    def same_first18(self) -> Iterator[tuple[PersonRow, str, list[tuple[uuid.UUID, str]]]]:
        """Yield person, first 18 characters and the others (key, words) of the whole village who have the same."""
        mine = [(person, first) for person in self.people if (first := _says_who(person))]
        groups: dict[str, list[tuple[uuid.UUID, str]]] = defaultdict(list)
        if self.only is None:
            for person, first in mine:
                groups[first].append((person.key, f"{person.code or ''} {person.name or ''}".strip() or UNNAMED))
        for key, number, code, name in self._numbers({first for _, first in mine}):
            groups[_first18(number)].append((key, f"{code or ''} {name or ''}".strip() or UNNAMED))
        for person, first in mine:
            others = [other for other in groups[first] if other[0] != person.key]
            if others:
                yield person, first, others

    def _numbers(self, firsts: set[str]) -> Sequence[Any]:
        """The numbers in the whole village that begin with one of these, read where not everybody is looked at."""
        person = table(Person)
        if self.only is None or not firsts:
            return []
        column = person.c.id_number
        statement = select(person.c.id, column, person.c.code, person.c.name).where(
            person.c.village_id == self.scope.village_id, person.c.merged_into.is_(None),
            or_(*(and_(column >= first, column <= first + "~") for first in sorted(firsts))),
        )  # fmt: skip
        return self.conn.execute(statement.order_by(person.c.code, person.c.id)).all()

    @cached_property
    def _stays(self) -> list[Stay]:
        """All memberships, in order of place; those of the people looked at."""
        member = table(Membership)
        statement = select(
            member.c.id, member.c.person_id, member.c.household_id, member.c.household_code, member.c.relation,
            member.c.from_on, member.c.through_on,
        ).order_by(member.c.position, member.c.id)  # fmt: skip
        return [tuple(row) for row in self.conn.execute(self.of_village(Membership, statement))]

    @cached_property
    def _stay_on_day(self) -> dict[uuid.UUID, Stay]:
        """The membership each person has on the day: the one begun last."""
        found: dict[uuid.UUID, Stay] = {}
        for stay in self._stays:
            if (stay[5] is None or stay[5] <= self.on) and (stay[6] is None or stay[6] >= self.on):
                person = self.roots.get(stay[1], stay[1])
                held = found.get(person)
                if held is None or (held[5] or _FIRST_DAY, held[0]) < (stay[5] or _FIRST_DAY, stay[0]):
                    found[person] = stay
        return found

    @cached_property
    def _person_years(self) -> dict[uuid.UUID, tuple[Any, ...]]:
        """Key and cells of each person's newest year up to that of the day."""
        rows = table(PersonYear)
        statement = self._newest(PersonYear, "person_id")
        statement = statement.with_only_columns(rows.c.person_id, rows.c.id, *(rows.c[name] for name in YEAR_FIELDS))
        place = YEAR_FIELDS.index("year") + 1
        found: dict[uuid.UUID, tuple[Any, ...]] = {}
        best: dict[uuid.UUID, tuple[Any, ...]] = {}
        for person, *cells in self.conn.execute(self.of_village(PersonYear, statement)):
            root = self.roots.get(person, person)
            held = best.get(root)
            # Of one year a person's own row goes before one of a person merged into it.
            rank = (cells[place], person == root, cells[0])
            if held is None or held < rank:
                best[root], found[root] = rank, tuple(cells)
        return found

    @cached_property
    def memberships(self) -> dict[uuid.UUID, tuple[MemberRow, ...]]:
        """All memberships that name a known household, by household, in order of place."""
        found: dict[uuid.UUID, list[MemberRow]] = defaultdict(list)
        for key, person, household, _, relation, from_on, through_on in self._stays:
            if household is not None and person in self.person_by_key:
                row = MemberRow(key, household, self.person_by_key[person], relation, from_on, through_on)
                found[household].append(row)
        return {household: tuple(rows) for household, rows in found.items()}

    def members(self, household: uuid.UUID, day: dt.date | None = None) -> tuple[MemberRow, ...]:
        """Return a household's members on a day (the scope's unless given), each person once."""
        day = day or self.on
        if (household, day) not in self._members:
            once: dict[uuid.UUID, MemberRow] = {}
            for row in self.memberships.get(household, ()):
                if row.on(day):
                    once.setdefault(row.person.key, row)
            self._members[household, day] = tuple(once.values())
        return self._members[household, day]

    @cached_property
    def peopled(self) -> tuple[tuple[HomeRow, tuple[MemberRow, ...]], ...]:
        """Households that have members on the day, with these."""
        return tuple((home, members) for home in self.homes if (members := self.members(home.key)))

    @cached_property
    def _members(self) -> dict[tuple[uuid.UUID, dt.date], tuple[MemberRow, ...]]:
        return {}

    @cached_property
    def _households(self) -> dict[uuid.UUID, dict[str, Any]]:
        """Fields of all households, those no longer there among them, by code."""
        home = table(Household)
        statement = select(home.c.id, *(home.c[name] for name in HOME_FIELDS)).order_by(home.c.code, home.c.id)
        rows = self.conn.execute(self.of_village(Household, statement))
        return {row[0]: dict(zip(HOME_FIELDS, row[1:], strict=True)) for row in rows}

    @cached_property
    def homes(self) -> tuple[HomeRow, ...]:
        """All households there on the day, by code."""
        rows = table(HouseholdYear)
        statement = self._newest(HouseholdYear, "household_id")
        statement = statement.with_only_columns(rows.c.household_id, *(rows.c[name] for name in INCOME_FIELDS))
        incomes: dict[uuid.UUID, dict[str, Any]] = {}
        for household, *cells in self.conn.execute(self.of_village(HouseholdYear, statement).order_by(rows.c.id)):
            incomes[household] = dict(zip(INCOME_FIELDS, cells, strict=True))
        nothing = dict.fromkeys(INCOME_FIELDS)
        found = []
        for key, values in self._households.items():
            ended = values["ended_on"]
            if values["merged_into"] is None and (ended is None or ended > self.on):
                periods = self.statuses.get(key, ())
                kinds = {period.kind for period in periods if period.in_force(self.on)}
                found.append(HomeRow(key, values, incomes.get(key, nothing), _in_order(kinds), periods))
        return tuple(found)

    def _newest(self, record: type[Record], owner: str) -> Select[Any]:
        """Return the SELECT of each owner's rows of the newest year up to that of the day."""
        rows, any_year = table(record), table(record, "any_year")
        newest = select(any_year.c[owner], func.max(any_year.c.year).label("newest")).where(
            any_year.c.village_id == self.scope.village_id, any_year.c.year <= self.on.year
        )
        if self.only is not None:
            owners = self.only if owner == "household_id" else self.people_of_homes
            newest = newest.where(any_year.c[owner].in_(owners))
        found = newest.group_by(any_year.c[owner]).subquery("newest_year")
        return select(rows.c.id).join(found, and_(found.c[owner] == rows.c[owner], found.c.newest == rows.c.year))

    @cached_property
    def home_by_key(self) -> dict[uuid.UUID, HomeRow]:
        """Households there on the day by key."""
        return {home.key: home for home in self.homes}

    def home_of(self, person: PersonRow) -> HomeRow | None:
        """The household a person is in on the day."""
        return self.home_by_key.get(person.household) if person.household is not None else None


_PLACE = {value: place for place, value in enumerate((*CODES["status"].values, *CODES["status"].retired))}


def _in_order(kinds: set[str]) -> tuple[str, ...]:
    """Return classes in the order of the code list, strange ones last."""
    return tuple(sorted(kinds, key=lambda kind: (_PLACE.get(kind, len(_PLACE)), kind)))


def _first18(number: str | None) -> str:
    """Return the characters that say who it is; empty if there are fewer, or the number stands for none yet."""
    folded = resident_ids.fold(number or "")[:18]
    return folded if len(folded) == 18 and not folded.startswith("999999") else ""


def _says_who(person: PersonRow) -> str:
    """As _first18, from the number as read already where it has no problem."""
    said = person.resident_id
    if said is None:
        return _first18(person.id_number)
    return "" if said.kind == "none_yet" else said.first18
