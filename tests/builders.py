"""Builders: rows of a small book in one line, for tests that read (ledgers, notices, checks, papers).

Each takes ``to``, where rows go: a SQLAlchemy Connection of a plain database (``a_database()``), or a Work of a
real book (anything with ``write_rows``). Keys come from a counter, so a test's rows have the order in which they
were made. Values are given as fields of the records; unknown names raise.
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, create_engine, insert

from villagebook.base.clock import uuid7
from villagebook.base.resident_ids import check_digit
from villagebook.models import (
    FundEntry,
    Group,
    Household,
    HouseholdYear,
    Meeting,
    Membership,
    Officer,
    Person,
    PersonYear,
    Project,
    ProjectSource,
    Record,
    RosterLine,
    StatusPeriod,
    Village,
    fields_of,
)

AREA = "350699"
YEAR = 2025
_numbers = itertools.count(1)


@dataclass(frozen=True)
class HouseholdKeys:
    """Keys of what a_household made; ``people`` in the order given, ``year`` None without figures."""

    household: uuid.UUID
    people: tuple[uuid.UUID, ...]
    year: uuid.UUID | None


@dataclass(frozen=True)
class ProjectKeys:
    """Keys of what a_project made; ``sources`` by name of the source."""

    project: uuid.UUID
    sources: Mapping[str, uuid.UUID]


@contextmanager
def a_database() -> Iterator[Connection]:
    """Give a connection to an empty schema in memory."""
    engine = create_engine("sqlite://")
    Record.metadata.create_all(engine)
    with engine.connect() as conn:
        yield conn
    engine.dispose()


def new_key() -> uuid.UUID:
    """Return a key greater than all before."""
    return uuid7(next(_numbers), 0)


def add(to: Any, record: type[Record], /, **values: Any) -> uuid.UUID:
    """Insert one row and return its key; ``id`` is made unless given."""
    row = {"id": new_key(), **values}
    unknown = set(row) - {field.name for field in fields_of(record)}
    if unknown:
        raise TypeError(f"{record.__tablename__} has no {sorted(unknown)}")
    if hasattr(to, "write_rows"):
        to.write_rows(record, inserts=[row])
    else:
        to.execute(insert(record.__table__), row)
    return row["id"]


def an_id(born: dt.date, sex: str = "男", serial: int = 0, suffix: str = "") -> str:
    """Return a valid ID number of the invented area; ``suffix`` 23 makes a certificate (听力, 三级)."""
    order = serial * 2 + (1 if sex == "男" else 2)
    first17 = f"{AREA}{born:%Y%m%d}{order:03d}"
    return first17 + check_digit(first17) + suffix


def a_village(to: Any, **fields: Any) -> uuid.UUID:
    """Make 清溪村 and return its key."""
    return add(to, Village, **{
        "name": "清溪村", "code": "350699101203", "township": "云岭镇", "county": "示范县", "city": "漳州市",
        "province": "福建省", "committee": "云岭镇清溪村村民委员会", "office_phone": "0596-3000000",
        "office_address": "清溪村村部", "board_place": "村部公示栏", "number_prefix": "清溪公示", **fields,
    })


def a_group(to: Any, village: uuid.UUID, name: str, **fields: Any) -> uuid.UUID:
    """Make a villagers' group."""
    return add(to, Group, village_id=village, name=name, **fields)


def an_officer(to: Any, village: uuid.UUID, name: str, phone: str | None, role: str | None, **fields: Any) -> uuid.UUID:
    """Make an officer; role 意见反映 or 监督 puts the phone on notices."""
    return add(to, Officer, village_id=village, name=name, phone=phone, role=role, **fields)


def a_meeting(
    to: Any, village: uuid.UUID, held_on: dt.date | None, kind: str = "村民代表大会", **fields: Any
) -> uuid.UUID:
    """Make a meeting."""
    return add(to, Meeting, village_id=village, kind=kind, held_on=held_on, **fields)


def a_person(
    to: Any, village: uuid.UUID, *, household: uuid.UUID | None = None, relation: str | None = None, **fields: Any
) -> uuid.UUID:
    """Make a person, the membership (if ``household``, ``household_code`` or ``relation`` is given) and the year.

    ``fields`` may be of Person, Membership (from_on, through_on, why, household_code …) or PersonYear (education,
    labour …; ``year`` defaults to 2025 once one of them is given).
    """
    parts = _split(fields, Person, Membership, PersonYear)
    person = add(to, Person, village_id=village, **parts[Person])
    if household is not None or relation is not None or parts[Membership]:
        add(to, Membership, village_id=village, person_id=person, household_id=household, relation=relation,
            **parts[Membership])
    if parts[PersonYear]:
        add(to, PersonYear, village_id=village, person_id=person, **{"year": YEAR, **parts[PersonYear]})
    return person


def a_household(
    to: Any,
    village: uuid.UUID,
    *,
    code: str | None = "3506991012030001",
    head: str | None = "许玉美",
    group: str | None = "下溪",
    people: tuple[Mapping[str, Any], ...] = (),
    statuses: tuple[str | Mapping[str, Any], ...] = (),
    income: Mapping[str, Any] | None = None,
    **fields: Any,
) -> HouseholdKeys:
    """Make a household with people (fields as a_person), statuses (kinds or fields of StatusPeriod) and a year.

    ``income`` are fields of HouseholdYear, ``year`` 2025 unless given; None makes no year.
    """
    home = add(to, Household, village_id=village, code=code, head_name=head, group_name=group, **fields)
    keys = tuple(a_person(to, village, household=home, **person) for person in people)
    for status in statuses:
        given = {"kind": status} if isinstance(status, str) else dict(status)
        add(to, StatusPeriod, village_id=village, household_id=home, **given)
    year = None
    if income is not None:
        year = add(to, HouseholdYear, village_id=village, household_id=home, **{"year": YEAR, **income})
    return HouseholdKeys(home, keys, year)


def a_project(
    to: Any,
    village: uuid.UUID,
    *,
    code: str | None = "35069920250008",
    name: str | None = "庭院养鸡到户补助",
    sources: Mapping[str, int] | None = None,
    **fields: Any,
) -> ProjectKeys:
    """Make a project with planned 分 by source; ``planned_fen`` is their sum unless given."""
    planned = dict(sources or {})
    values = {"year": YEAR, "planned_fen": sum(planned.values()) if planned else None, **fields}
    project = add(to, Project, village_id=village, code=code, name=name, **values)
    keys = {
        source: add(to, ProjectSource, village_id=village, project_id=project, source=source, planned_fen=fen)
        for source, fen in planned.items()
    }
    return ProjectKeys(project, keys)


def an_entry(
    to: Any,
    village: uuid.UUID,
    voucher: str | None,
    kind: str | None,
    amount_fen: int | None,
    *,
    project: uuid.UUID | None = None,
    on: dt.date | None = dt.date(YEAR, 3, 10),
    source: str | None = "中央",
    posted: bool = False,
    **fields: Any,
) -> uuid.UUID:
    """Make a fund entry; ``posted`` gives it a time of posting."""
    posted_at = dt.datetime(YEAR, 12, 1, tzinfo=dt.UTC) if posted else None
    return add(
        to, FundEntry, village_id=village, voucher=voucher, kind=kind, amount_fen=amount_fen, project_id=project,
        date=on, year=on.year if on else None, source=source, posted_at=posted_at, **fields,
    )


def a_roster_line(
    to: Any,
    village: uuid.UUID,
    project: uuid.UUID | None,
    household: uuid.UUID | None,
    amount_fen: int | None,
    **fields: Any,
) -> uuid.UUID:
    """Make a line of a project's roster."""
    return add(to, RosterLine, village_id=village, project_id=project, household_id=household, amount_fen=amount_fen,
               **fields)


def _split(fields: Mapping[str, Any], *records: type[Record]) -> dict[type[Record], dict[str, Any]]:
    """Sort fields into the first record that has them."""
    parts: dict[type[Record], dict[str, Any]] = {record: {} for record in records}
    for name, value in fields.items():
        for record in records:
            if name in {field.name for field in fields_of(record)}:
                parts[record][name] = value
                break
        else:
            raise TypeError(f"no field {name!r} in {[record.__tablename__ for record in records]}")
    return parts
