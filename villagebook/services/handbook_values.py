"""Handbooks' values from the book, in bulk: a few queries for two hundred households at a time.

What lives here: which households, in which order, and what is read of them. How a household's rows become the
values of its pages stands in ``handbook_pages`` and, for the income page, ``handbook_income``.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.documents.handbook import Edition, HandbookValues
from villagebook.documents.handbook.values import edition_on
from villagebook.ledgers.parts import status_in_force, table
from villagebook.models import (
    Group,
    Household,
    HouseholdYear,
    IncomeItem,
    Membership,
    Person,
    PersonYear,
    StatusPeriod,
    Village,
    VillageYear,
)
from villagebook.models.codes import MONITORED_STATUSES, POOR_STATUSES
from villagebook.models.pinyin import pinyin
from villagebook.policies import find
from villagebook.services.handbook_income import Line, Year
from villagebook.services.handbook_pages import Family, Member, pages
from villagebook.services.overrides import overrides

CHUNK = 200
#: Classes of the years of the 扶贫手册 that had one besides the 脱贫户.
POVERTY_STATUSES = ("未脱贫户", "返贫户", "一般贫困户")
LINE_POLICY = "income.monitoring_line"


def chosen(
    connection: Connection, village_id: uuid.UUID, codes: Sequence[str] | None, today: dt.date
) -> list[uuid.UUID]:
    """Return the keys of the households with these codes, or of all that have a handbook on a day.

    In print order: by the group's pinyin, then by code; households without a group come last.

    Raises:
        UserError: a code is not in the book, or there is nobody to print.
    """
    home, group = table(Household), table(Group)
    query = select(home.c.id, home.c.code, home.c.group_name, group.c.pinyin).select_from(
        home.outerjoin(group, group.c.id == home.c.group_id)).where(home.c.village_id == village_id)
    if codes is None:
        period = table(StatusPeriod)
        entitled = select(period.c.household_id).where(
            period.c.kind.in_(_kinds(today)), status_in_force(period, today))
        found = list(connection.execute(query.where(home.c.id.in_(entitled))))
        if not found:
            raise UserError("handbook.nobody", f"{today.isoformat()}没有脱贫户或监测户，没有手册可印",
                            "请先导入户信息，或按户编号印")
    else:
        found = _with_codes(connection, query, home, codes)
    found.sort(key=lambda row: (not _pinyin(row), _pinyin(row), row.code or "", row.id.bytes))
    return [row.id for row in found]


def _kinds(today: dt.date) -> tuple[str, ...]:
    kinds = (*POOR_STATUSES, *MONITORED_STATUSES)
    return (*kinds, *POVERTY_STATUSES) if edition_on(today) is Edition.POVERTY else kinds


def _with_codes(connection: Connection, query: Any, home: Any, codes: Sequence[str]) -> list[Any]:
    wanted = list(dict.fromkeys(codes))
    found = [
        row for part in _chunks(wanted, CHUNK) for row in connection.execute(query.where(home.c.code.in_(part)))]
    known = {row.code for row in found}
    unknown = [code for code in wanted if code not in known]
    if unknown or not wanted:
        listed = "、".join(f"“{code}”" for code in unknown[:5]) + (f"等{len(unknown)}个" if len(unknown) > 5 else "")
        raise UserError("handbook.unknown", f"没有户编号{listed}" if wanted else "没有说印哪几户", "请核对户编号")
    return found


def _pinyin(row: Any) -> str:
    return row.pinyin or (pinyin(row.group_name, surname=False) if row.group_name else "")


def handbook_values(
    connection: Connection, village_id: uuid.UUID, keys: Sequence[uuid.UUID], today: dt.date
) -> Iterator[HandbookValues]:
    """Yield the handbooks of households in the order of their keys, read two hundred at a time."""
    place = _Place(connection, village_id, today)
    for part in _chunks(keys, CHUNK):
        families = _families(connection, part, place)
        for key in part:
            yield place.handbook(families[key])


class _Place:
    """What all handbooks of a book share: the village, its monitored range by year, the day."""

    def __init__(self, connection: Connection, village_id: uuid.UUID, today: dt.date) -> None:
        self.today = today
        self.village = connection.execute(
            select(Village.__table__).where(Village.id == village_id)).mappings().one()
        self._overrides = overrides(connection, village_id)
        years = table(VillageYear)
        self._lines: dict[int, int | None] = {
            row.year: row.monitoring_line_fen for row in connection.execute(
                select(years.c.year, years.c.monitoring_line_fen).where(
                    years.c.village_id == village_id, years.c.monitoring_line_fen.is_not(None)).order_by(years.c.id))}

    def line_fen(self, year: int) -> int | None:
        """Return the monitored range of a year: the village's own figure, or the policy in force at its end."""
        if year not in self._lines:
            region = "".join(self.village[name] or "" for name in ("province", "city", "county"))
            found = find(LINE_POLICY, dt.date(year, 9, 30), self._overrides, region=region)
            self._lines[year] = found if isinstance(found, int) else None
        return self._lines[year]

    def handbook(self, family: Family) -> HandbookValues:
        """Return one household's handbook."""
        village, home = self.village, family.home
        return HandbookValues(
            village["code"], f"{village['township'] or ''}{village['name']}", home.code or "", home.head_name or "",
            edition_on(self.today), self.today, pages(family, dict(village), self.today))


def _families(connection: Connection, keys: Sequence[uuid.UUID], place: _Place) -> dict[uuid.UUID, Family]:
    homes = {row.id: row for row in _rows(connection, Household, "id", keys)}
    groups = {row.id: row.name for row in _rows(
        connection, Group, "id", {home.group_id for home in homes.values() if home.group_id})}
    periods = _by(_rows(connection, StatusPeriod, "household_id", keys), "household_id")
    members = _members(connection, keys, place.today)
    years = _years(connection, keys, place)
    return {
        key: Family(home, groups.get(home.group_id, home.group_name), tuple(periods[key]), tuple(members[key]),
                    *years.get(key, (None, None)))
        for key, home in homes.items()}


def _members(connection: Connection, keys: Sequence[uuid.UUID], today: dt.date) -> dict[uuid.UUID, list[Member]]:
    """Return the members of households on a day, heads first; a person entered twice counts once."""
    memberships = [
        row for row in _rows(connection, Membership, "household_id", keys)
        if (row.from_on is None or row.from_on <= today) and (row.through_on is None or row.through_on >= today)]
    persons, root = _persons(connection, {row.person_id for row in memberships})
    newest: dict[uuid.UUID, Any] = {}
    for row in _rows(connection, PersonYear, "person_id", list(root)):
        key = root[row.person_id]
        if row.year <= today.year and (key not in newest or _rank(newest[key], key) < _rank(row, key)):
            newest[key] = row
    out: defaultdict[uuid.UUID, list[Member]] = defaultdict(list)
    met = set()
    for row in sorted(memberships, key=_print_order):
        key = root[row.person_id]
        if (row.household_id, key) not in met:
            met.add((row.household_id, key))
            out[row.household_id].append(Member(persons[key], row.relation, newest.get(key)))
    return out


def _rank(row: Any, person: uuid.UUID) -> tuple[int, bool]:
    """The newest year first; of one year a person's own row before that of one merged into it."""
    return row.year, row.person_id == person


def _print_order(membership: Any) -> tuple[object, ...]:
    position = membership.position
    return membership.relation != "户主", position is None, position or 0, membership.id.bytes


def _persons(
    connection: Connection, keys: Iterable[uuid.UUID]
) -> tuple[dict[uuid.UUID, Any], dict[uuid.UUID, uuid.UUID]]:
    """Return (person by key, key -> the key of the person it turned out to be), those merged into one too."""
    found: dict[uuid.UUID, Any] = {}
    asked = set(keys)
    while asked:
        fresh = {row.id: row for column in ("id", "merged_into") for row in _rows(connection, Person, column, asked)}
        asked = ({row.merged_into for row in fresh.values() if row.merged_into} | set(fresh)) - set(found) - asked
        found |= fresh
    root = {}
    for key in found:
        last, steps = key, 0
        while found[last].merged_into and steps < len(found):
            last, steps = found[last].merged_into, steps + 1
        root[key] = last
    return found, root


def _years(
    connection: Connection, keys: Sequence[uuid.UUID], place: _Place
) -> dict[uuid.UUID, tuple[Year | None, Year | None]]:
    """Return household -> (its newest year, the year before)."""
    chosen_rows: dict[uuid.UUID, tuple[Any, Any]] = {}
    for key, rows in _by(_rows(connection, HouseholdYear, "household_id", keys), "household_id").items():
        by_year = {row.year: row for row in rows if row.year <= place.today.year}
        if by_year:
            newest = by_year[max(by_year)]
            chosen_rows[key] = newest, by_year.get(newest.year - 1)
    wanted = [row.id for pair in chosen_rows.values() for row in pair if row is not None]
    items = _by(_rows(connection, IncomeItem, "household_year_id", wanted), "household_year_id")

    def year(row: Any) -> Year | None:
        if row is None:
            return None
        lines = sorted(items[row.id], key=lambda i: (i.position is None, i.position or 0, i.id.bytes))
        return Year(
            row, tuple(Line(i.item, i.arithmetic or "", i.amount_fen) for i in lines), place.line_fen(row.year))

    return {key: (year(this), year(last)) for key, (this, last) in chosen_rows.items()}


#: Columns that paper never shows; the others are read.
_UNREAD = frozenset({"village_id", "import_row_id", "extra"})


def _rows(connection: Connection, record: Any, column: str, keys: Iterable[uuid.UUID]) -> list[Any]:
    """Return the rows of a record whose column is one of the keys, in the order of making."""
    found = table(record)
    query = select(*(c for c in found.c if c.name not in _UNREAD)).order_by(found.c.id)
    parts = _chunks(list(keys), CHUNK * 4)
    return [row for part in parts for row in connection.execute(query.where(found.c[column].in_(part)))]


def _by(rows: Iterable[Any], column: str) -> defaultdict[uuid.UUID, list[Any]]:
    out: defaultdict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in rows:
        out[getattr(row, column)].append(row)
    return out


def _chunks(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
