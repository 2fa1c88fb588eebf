"""What was changed at a household since it stands in the book: the journal of all its records, in words."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from villagebook.models import Case, CaseStep, FieldInfo, HouseholdYear, Membership, PersonYear, StatusPeriod
from villagebook.services import fields, kept
from villagebook.store import Book, journal
from villagebook.store.journal import ChangedRow, Entry

#: Fields that say nothing to a person: keys, sort keys, cells under unknown headings.
_SILENT = {"key", "ref", "sort", "json", "time"}


@dataclass(frozen=True, slots=True)
class Step:
    """One field that changed: ``before`` and ``after`` as text, secrets masked, empty for nothing.

    ``label`` is empty where a whole record was added or deleted; ``after`` then says which.
    """

    seq: int
    at: dt.datetime
    actor: str
    heading: str
    subject: str
    label: str
    before: str
    after: str


def steps(book: Book, household: uuid.UUID, limit: int = 200) -> tuple[Step, ...]:
    """Return what was changed at a household, its members, statuses and years, newest first."""
    return steps_of(book, _records(book, household), limit)


def steps_of(book: Book, records: Iterable[tuple[str, uuid.UUID]], limit: int = 200) -> tuple[Step, ...]:
    """Return what was changed at these records (table, key), newest first."""
    with book.read():
        found = [step for table, key in records for step in _of_record(book, table, key)]
    return tuple(sorted(found, key=lambda step: -step.seq)[:limit])


def _records(book: Book, household: uuid.UUID) -> Iterator[tuple[str, uuid.UUID]]:
    yield "household", household
    with book.read() as connection:
        for record in (StatusPeriod, HouseholdYear, Membership, Case):
            mine = select(record.id).where(record.household_id == household)
            for key in connection.execute(mine).scalars():
                yield record.__tablename__, key
        mine = select(Case.id).where(Case.household_id == household)
        for key in connection.execute(select(CaseStep.id).where(CaseStep.case_id.in_(mine))).scalars():
            yield "case_step", key
        ever = select(Membership.person_id).where(Membership.household_id == household)
        members = kept.family(connection, connection.execute(ever).scalars())
        for key in members:
            yield "person", key
        years = select(PersonYear.id).where(PersonYear.person_id.in_(members))
        for key in connection.execute(years).scalars():
            yield "person_year", key


def records_of_person(connection: Connection, person: uuid.UUID) -> tuple[tuple[str, uuid.UUID], ...]:
    """Return the records (table, key) that tell of one person: itself, those merged into it, memberships, years."""
    every = kept.family(connection, (person,))
    found = [("person", key) for key in every]
    for record in (Membership, PersonYear):
        mine = select(record.id).where(record.person_id.in_(every))
        found += [(record.__tablename__, key) for key in connection.execute(mine).scalars()]
    return tuple(found)


def _of_record(book: Book, table: str, key: uuid.UUID) -> Iterator[Step]:
    for entry, row in journal.history(book, table, key):
        if row.before is None or row.after is None:
            verb = "加上" if row.before is None else "去掉"
            yield _step(entry, row, "", "", f"{verb}{row.code}")
            continue
        for info in row.fields:
            if info.kind not in _SILENT and not info.volatile:
                yield _step(entry, row, info.label, _text(info, row.before), _text(info, row.after))


def _step(entry: Entry, row: ChangedRow, label: str, before: str, after: str) -> Step:
    return Step(entry.seq, entry.at, entry.actor, entry.heading, row.code, label, before, after)


def _text(info: FieldInfo, image: object) -> str:
    assert isinstance(image, dict)
    return fields.hidden(info, fields.shown(info, image.get(info.name)))
