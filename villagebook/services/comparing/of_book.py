"""The book as one side of a comparison: what it says now, under the columns of the lists it is compared with."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select

from villagebook.importing import MONITORED, MONITORED_FIELDS
from villagebook.models import BY_TABLE
from villagebook.models.codes import MONITORED_STATUSES
from villagebook.services.comparing.entries import HOUSEHOLDS, PEOPLE, Entry, Side, born_of
from villagebook.services.lists.merged import followed, kept_persons
from villagebook.services.lists.taking import first18
from villagebook.store import Book

Row = Mapping[str, Any]
NAME = "书"
#: What a code that the book itself gave begins with.
OWN = "自"


@dataclass(frozen=True, slots=True)
class _Known:
    """The rows of the book, by what they are asked for."""

    households: dict[uuid.UUID, Row]
    persons: dict[uuid.UUID, Row]
    memberships: list[Row]
    household_years: dict[tuple[uuid.UUID, int], Row]
    person_years: dict[tuple[uuid.UUID, int], Row]
    statuses: dict[uuid.UUID, list[Row]]


def side_of_book(book: Book, place: int, lists: Iterable[Side], on: dt.date) -> Side:
    """Return the book as a side: the members of a day and their households.

    Yearly values are those of the year the lists are of, else of the newest the book has. If every household of the
    lists has a code of the national system, the book's other households are left out: such a list never names them.
    """
    sides = list(lists)
    ids = frozenset().union(*(side.ids() for side in sides))
    year = next((year for side in sides for year in side.years), None)
    with book.read() as connection:
        known = _read(connection, book.village_id, on)
    entries: list[Entry] = []
    abouts = {entry.about for side in sides for entry in side.entries}
    if HOUSEHOLDS in abouts:
        entries += _households(known, place, _of(sides, HOUSEHOLDS), year)
    if PEOPLE in abouts:
        entries += _people(known, place, _of(sides, PEOPLE), year)
    kept = tuple(e for e in entries if e.household and not e.household.startswith(OWN)) if _registered(sides) else None
    years = tuple(sorted({year for _, year in known.household_years}, reverse=True))
    return Side(NAME, "", tuple(entries) if kept is None else kept, (), dict.fromkeys(ids, ""), years)


def _of(sides: Iterable[Side], about: str) -> frozenset[str]:
    return frozenset().union(*{entry.ids for side in sides for entry in side.about(about)})


def _registered(sides: Iterable[Side]) -> bool:
    entries = [entry for side in sides for entry in side.entries]
    return bool(entries) and all(e.household and not e.household.startswith(OWN) for e in entries)


def _read(connection: Connection, village: uuid.UUID, on: dt.date) -> _Known:
    def rows(table: str, *conditions: Any) -> list[Row]:
        columns = BY_TABLE[table].__table__
        query = select(columns).where(columns.c.village_id == village, *conditions).order_by(columns.c.id)
        return [dict(row) for row in connection.execute(query).mappings()]

    def still(table: str, column: str) -> Any:
        found = BY_TABLE[table].__table__.c[column]
        return or_(found.is_(None), found > on)

    statuses: dict[uuid.UUID, list[Row]] = defaultdict(list)
    for row in rows("status_period", still("status_period", "through_on")):
        statuses[row["household_id"]].append(row)
    person = BY_TABLE["person"].__table__.c
    kept = kept_persons(connection, village)
    years = rows("person_year")
    if kept:
        # The last one counts: of one year a person's own.
        years = followed(BY_TABLE["person_year"].__table__, years, kept)[::-1]
    household = BY_TABLE["household"].__table__.c
    return _Known(
        {r["id"]: r for r in rows("household", household.merged_into.is_(None), still("household", "ended_on"))},
        {r["id"]: r for r in rows("person", person.merged_into.is_(None))},
        followed(BY_TABLE["membership"].__table__, rows("membership", still("membership", "through_on")), kept),
        {(r["household_id"], r["year"]): r for r in rows("household_year")},
        {(r["person_id"], r["year"]): r for r in years},
        statuses,
    )


def _households(known: _Known, place: int, ids: frozenset[str], year: int | None) -> Iterator[Entry]:
    for household in known.households.values():
        values, records = _household_values(known, household, ids, year)
        head = known.persons.get(household["head_id"])
        number = household["head_id_number"] or (head["id_number"] if head else None)
        name = household["head_name"] or ""
        yield Entry(
            side=place, about=HOUSEHOLDS, sheet="", row=0, code=household["code"] or "", number=first18(number) or "",
            name=name, born=born_of(head["born"] if head else None, number), household=household["code"] or "",
            former=(head["former_name"] or "") if head else "", head=name, group=household["group_name"] or "",
            values=values, extra=_extra(household), ids=ids, records=records, year=year,
        )  # fmt: skip


def _household_values(
    known: _Known, household: Row, ids: frozenset[str], year: int | None
) -> tuple[dict[str, Any], dict[str, uuid.UUID]]:
    key = household["id"]
    yearly = _newest(known.household_years, key, year)
    running = known.statuses.get(key, [])
    watched = next((s for s in running if s["kind"] in MONITORED_STATUSES), None)
    plain = next((s for s in running if s is not watched), watched)
    kinds = "、".join(s["kind"] for s in running)
    values: dict[str, Any] = {}
    for id in ids:
        table, _, name = id.partition("#")[0].partition(".")
        if id == MONITORED:
            values[id] = watched["kind"] if watched else None
        elif id == "status_period.kind":
            values[id] = kinds or None
        elif table == "status_period":
            source = watched if id in MONITORED_FIELDS else plain
            values[id] = source[name] if source else None
        elif table == "household":
            values[id] = household[name]
        elif table == "household_year" and yearly is not None:
            values[id] = yearly[name]
    records = {"household": key} | ({"household_year": yearly["id"]} if yearly is not None else {})
    for table, row in (("status_period", plain), (MONITORED, watched)):
        if row is not None:
            records[table] = row["id"]
    return {id: value for id, value in values.items() if value is not None}, records


def _people(known: _Known, place: int, ids: frozenset[str], year: int | None) -> Iterator[Entry]:
    seen: set[uuid.UUID] = set()
    for membership in known.memberships:
        person = known.persons.get(membership["person_id"])
        if person is None or person["id"] in seen:
            continue
        seen.add(person["id"])
        household = known.households.get(membership["household_id"])
        values, records = _household_values(known, household, ids, year) if household else ({}, {})
        yearly = _newest(known.person_years, person["id"], year)
        for table, row in (("person", person), ("membership", membership), ("person_year", yearly)):
            if row is not None:
                records[table] = row["id"]
                of_table = [id for id in ids if id.startswith(f"{table}.")]
                values |= {id: v for id in of_table if (v := row[id.partition(".")[2]]) is not None}
        code = (household["code"] if household else None) or membership["household_code"] or ""
        if "membership.household_code" in ids and code:
            values["membership.household_code"] = code
        number = person["id_number"]
        yield Entry(
            side=place, about=PEOPLE, sheet="", row=0, code=person["code"] or "", number=first18(number) or "",
            name=person["name"] or "", born=born_of(person["born"], number), former=person["former_name"] or "",
            household=code, head=(household["head_name"] or "") if household else "",
            group=(household["group_name"] or "") if household else "", values=values, extra=_extra(person), ids=ids,
            records=records, year=year,
        )  # fmt: skip


def _newest(years: Mapping[tuple[uuid.UUID, int], Row], owner: uuid.UUID, year: int | None) -> Row | None:
    if year is not None:
        return years.get((owner, year))
    mine = [at for key, at in years if key == owner] if len(years) < 2000 else []
    return years[owner, max(mine)] if mine else None


def _extra(row: Row) -> dict[str, str]:
    return {heading: str(text) for heading, text in (row["extra"] or {}).items()}
