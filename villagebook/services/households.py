"""A household as its page shows it: fields, members, incomes, money received, what happened when; and its changing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.days import age_on
from villagebook.base.errors import UserError
from villagebook.base.money import format_yuan
from villagebook.models import (
    Household,
    HouseholdYear,
    IncomeItem,
    Membership,
    Notice,
    Person,
    PersonYear,
    Project,
    RosterLine,
    StatusPeriod,
    fields_of,
)
from villagebook.models.codes import MONITORED_STATUSES
from villagebook.services import fields
from villagebook.services.fields import FieldView, record_row
from villagebook.services.lists.sheaf import with_sort_keys
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo

Row = dict[str, Any]

#: The sections of the page 基本 and the fields in them, in order.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "基本情况",
        (
            "head_name",
            "group_name",
            "phone",
            "card",
            "address",
            "bank",
            "standard",
            "attribute",
            "main_cause",
            "second_cause",
        ),
    ),
    (
        "住房、饮水和道路",
        (
            "house_area",
            "house_structure",
            "dangerous_house",
            "danger_grade",
            "safe_water",
            "toilet",
            "road_kind",
            "road_distance",
            "home_power",
            "production_power",
            "broadcast",
            "fuel",
        ),
    ),
    (
        "土地和经营",
        (
            "farmland",
            "forest",
            "orchard",
            "returned_forest",
            "pasture",
            "water_area",
            "cooperative",
            "leading_company",
            "leading_person",
        ),
    ),
    ("其他", ("military_family", "relocated", "no_labour_covered", "collected_by", "note")),
)
INCOME_FIELDS = (
    "wage_fen",
    "business_fen",
    "property_fen",
    "transfer_fen",
    "cost_fen",
    "total_fen",
    "net_fen",
    "population",
    "per_capita_fen",
)
MEMBER_FIELDS = ("name", "sex", "born", "id_number", "phone", "ethnicity", "politics")
MEMBER_YEAR_FIELDS = (
    "education",
    "school",
    "health",
    "labour",
    "work_months",
    "work_place",
    "resident_medical",
    "resident_pension",
)
MEMBERSHIP_FIELDS = ("relation", "from_on", "why", "through_on", "why_ended")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: ``tone`` is mute, info, due, late or ok; ``icon`` a name of the window's icons."""

    on: dt.date | None
    title: str
    detail: str
    icon: str
    tone: str = "mute"


@dataclass(frozen=True, slots=True)
class Member:
    """One member: the person's fields, those of the newest year (None: there is none yet), and the membership's."""

    person_id: uuid.UUID
    membership_id: uuid.UUID
    relation: str
    age: int | None
    here: bool
    fields: tuple[FieldView, ...]
    year_fields: tuple[FieldView, ...]
    membership_fields: tuple[FieldView, ...]
    year: int | None

    def value(self, name: str) -> Any:
        """A field's native value by column name."""
        every = (*self.fields, *self.year_fields, *self.membership_fields)
        return next((f.value for f in every if f.name == name), None)


@dataclass(frozen=True, slots=True)
class YearOfIncome:
    """One year's sums as the book has them, and the items they are made of."""

    year: int
    fields: tuple[FieldView, ...]
    items: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Received:
    """Money or things that reached the household: from which project, what, how much (分), when."""

    name: str
    content: str
    amount_fen: int
    on: dt.date | None
    project: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class HouseholdView:
    """Everything the page of one household shows."""

    key: uuid.UUID
    code: str
    head: str
    statuses: tuple[tuple[str, str], ...]
    place: str
    sections: tuple[tuple[str, tuple[FieldView, ...]], ...]
    status_fields: tuple[FieldView, ...]
    members: tuple[Member, ...]
    years: tuple[YearOfIncome, ...]
    received: tuple[Received, ...]
    timeline: tuple[Event, ...]
    extra: Mapping[str, str]


def view(book: Book, key: uuid.UUID, on: dt.date) -> HouseholdView:
    """The household with this key as of a day.

    Raises:
        UserError: it is gone.
    """
    with book.read() as connection:
        row = record_row(connection, "household", key)
        statuses = _rows(connection, StatusPeriod, StatusPeriod.household_id == key)
        running = [s for s in statuses if _runs(s, on)]
        monitored = [s for s in running if s["kind"] in MONITORED_STATUSES]
        received = _received(connection, key)
        years = tuple(_years(connection, key))
        members = tuple(_members(connection, key, on))
        return HouseholdView(
            key,
            row["code"] or "",
            row["head_name"] or "",
            tuple(
                (s["kind"], _tone(s["kind"]))
                for s in sorted(running, key=lambda s: s["kind"] not in MONITORED_STATUSES)
            ),
            " ".join(part for part in (row["group_name"], row["address"]) if part),
            tuple((title, fields.view(row, "household", names)) for title, names in SECTIONS),
            fields.view(
                monitored[0], "status_period", ("kind", "from_on", "risk1", "development", "removed", "contact")
            )
            if monitored
            else (),
            members,
            years,
            tuple(_as_received(r) for r in received),
            tuple(_timeline(connection, statuses, members, years, received, row)),
            row["extra"] or {},
        )


def key_of(book: Book, code: str) -> uuid.UUID:
    """The key of the household with this code.

    Raises:
        UserError: no household has it.
    """
    with book.read() as connection:
        query = select(Household.id).where(Household.village_id == book.village_id, Household.code == code)
        found = connection.execute(query).scalars().first()
    if found is None:
        raise UserError("household.unknown", f"没有户编号“{code}”", "请核对编号")
    return found


def _tone(kind: str) -> str:
    if kind in MONITORED_STATUSES:
        return "due"
    return "info" if kind in ("低保户", "特困户") else "mute"


def _runs(period: Row, on: dt.date) -> bool:
    return (period["from_on"] is None or period["from_on"] <= on) and (
        period["through_on"] is None or period["through_on"] >= on
    )


def _rows(connection: Connection, record: Any, condition: Any) -> list[Row]:
    table = record.__table__
    return [dict(r) for r in connection.execute(select(table).where(condition).order_by(table.c.id)).mappings()]


def _members(connection: Connection, key: uuid.UUID, on: dt.date) -> list[Member]:
    memberships = _rows(connection, Membership, Membership.household_id == key)
    persons = {r["id"]: r for r in _rows(connection, Person, Person.id.in_([m["person_id"] for m in memberships]))}
    years: dict[uuid.UUID, Row] = {}
    for row in _rows(connection, PersonYear, PersonYear.person_id.in_(list(persons))):
        if row["person_id"] not in years or years[row["person_id"]]["year"] < row["year"]:
            years[row["person_id"]] = row
    found = []
    for m in sorted(memberships, key=lambda m: (m["relation"] != "户主", m["position"] or 999)):
        person = persons[m["person_id"]]
        year = years.get(person["id"], {})
        found.append(
            Member(
                person["id"],
                m["id"],
                m["relation"] or "",
                None if person["born"] is None else age_on(person["born"], on),
                m["through_on"] is None or m["through_on"] >= on,
                fields.view(person, "person", MEMBER_FIELDS),
                fields.view(year, "person_year", MEMBER_YEAR_FIELDS),
                fields.view(m, "membership", MEMBERSHIP_FIELDS),
                year.get("year"),
            )
        )
    return found


def _years(connection: Connection, key: uuid.UUID) -> list[YearOfIncome]:
    years = sorted(_rows(connection, HouseholdYear, HouseholdYear.household_id == key), key=lambda r: -r["year"])
    items = _rows(connection, IncomeItem, IncomeItem.household_year_id.in_([y["id"] for y in years]))
    return [
        YearOfIncome(
            y["year"],
            fields.view(y, "household_year", INCOME_FIELDS),
            tuple(
                (i["item"], i["arithmetic"] or "", i["amount_fen"])
                for i in sorted(items, key=lambda i: i["position"] or 0)
                if i["household_year_id"] == y["id"]
            ),
        )
        for y in years
    ]


def _received(connection: Connection, key: uuid.UUID) -> list[Row]:
    query = (
        select(
            RosterLine.amount_fen,
            RosterLine.content,
            RosterLine.received_on,
            Project.name,
            Project.code,
            Project.accepted_on,
            RosterLine.project_id,
        )
        .outerjoin(Project, Project.id == RosterLine.project_id)
        .where(RosterLine.household_id == key)
    )
    return [dict(r) for r in connection.execute(query).mappings()]


def _as_received(row: Row) -> Received:
    on = row["received_on"] or row["accepted_on"]
    return Received(
        row["name"] or row["code"] or "", row["content"] or "", row["amount_fen"] or 0, on, row["project_id"]
    )


def _timeline(
    connection: Connection,
    statuses: list[Row],
    members: tuple[Member, ...],
    years: tuple[YearOfIncome, ...],
    received: list[Row],
    household: Row,
) -> list[Event]:
    events: list[Event] = []
    for s in statuses:
        began = s["from_on"] or s["first_identified_on"]
        if began:
            events.append(
                Event(
                    began,
                    f"纳入：{s['kind']}",
                    "",
                    "radar" if s["kind"] in MONITORED_STATUSES else "file-check",
                    _tone(s["kind"]),
                )
            )
        if s["through_on"]:
            events.append(Event(s["through_on"], f"终止：{s['kind']}", s["removed_way"] or "", "circle-check", "ok"))
    events += [
        Event(
            r["received_on"] or r["accepted_on"],
            r["name"] or "到户补助",
            f"{format_yuan(r['amount_fen'])} 元　{r['content'] or ''}".rstrip(),
            "hand-coins",
        )
        for r in received
        if r["amount_fen"] is not None
    ]
    for y in years:
        shown = {f.name: f.text for f in y.fields}
        if shown["per_capita_fen"]:
            events.append(
                Event(dt.date(y.year, 12, 31), f"{y.year}年人均 {shown['per_capita_fen']} 元", "", "calculator")
            )
    events += _movements(connection, household["id"])
    events += [
        Event(n["from_on"], n["heading"] or n["number"], n["number"], "megaphone", "info")
        for n in _rows(connection, Notice, Notice.posted_at.is_not(None))
        if household["code"] and household["code"] in (n["subject"].get("households") or ())
    ]
    return sorted(events, key=lambda e: e.on or dt.date.min, reverse=True)


def _movements(connection: Connection, key: uuid.UUID) -> list[Event]:
    query = (
        select(Person.name, Membership.from_on, Membership.through_on, Membership.why, Membership.why_ended)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.household_id == key)
    )
    events = []
    for r in connection.execute(query).mappings():
        if r["from_on"]:
            events.append(Event(r["from_on"], f"{r['name']} {r['why'] or '进户'}", "", "users"))
        if r["through_on"]:
            events.append(Event(r["through_on"], f"{r['name']} {r['why_ended'] or '离户'}", "", "users"))
    return events


@verb("household.add", "新增农户", Undo.INVERSE)
def add_household(
    book: Book, *, head_name: str, group_name: str = "", code: str = "", actor: str
) -> tuple[Changed, uuid.UUID]:
    """Add a household and its head as a person; returns what changed and the household's key.

    Raises:
        UserError: no name, or the code is in use.
    """
    if not head_name.strip():
        raise UserError("household.no_head", "没有写户主姓名")
    with book.work(declaration(add_household).id, actor, f"新增农户 {head_name.strip()}", Undo.INVERSE) as work:
        used = set(
            work.connection.execute(select(Household.code).where(Household.village_id == book.village_id)).scalars()
        )
        if code and code in used:
            raise UserError("household.code_used", f"户编号{code}已经有了", "请核对编号，或直接打开那一户")
        person_id, household_id = work.new_id(), work.new_id()
        work.write_rows(Person, inserts=[with_sort_keys("person", {"id": person_id, "name": head_name.strip()})])
        work.write_rows(
            Household,
            inserts=[
                with_sort_keys(
                    "household",
                    {
                        "id": household_id,
                        "code": code or _own_code(used),
                        "head_name": head_name.strip(),
                        "head_id": person_id,
                        "group_name": group_name or None,
                    },
                )
            ],
        )
        work.write_rows(
            Membership, inserts=[{"person_id": person_id, "household_id": household_id, "relation": "户主"}]
        )
        return Changed.of(work.commit()), household_id


def _own_code(used: set[str | None]) -> str:
    number = 1
    while f"自{number:04d}" in used:
        number += 1
    return f"自{number:04d}"


@verb("household.add_member", "加成员", Undo.INVERSE)
def add_member(
    book: Book,
    household: uuid.UUID,
    *,
    name: str,
    relation: str,
    id_number: str = "",
    why: str = "",
    on: dt.date,
    actor: str,
) -> Changed:
    """Add a new person to a household from a day on.

    Raises:
        UserError: no name, or the number cannot be one.
    """
    if not name.strip():
        raise UserError("person.no_name", "没有写姓名")
    info = next(f for f in fields_of(Person) if f.name == "id_number")
    number = fields.typed(info, id_number)
    with book.work(declaration(add_member).id, actor, f"加成员 {name.strip()}", Undo.INVERSE) as work:
        row = record_row(work.connection, "household", household)
        person_id = work.new_id()
        work.write_rows(
            Person, inserts=[with_sort_keys("person", {"id": person_id, "name": name.strip(), "id_number": number})]
        )
        work.write_rows(
            Membership,
            inserts=[
                {
                    "person_id": person_id,
                    "household_id": household,
                    "household_code": row["code"],
                    "relation": relation or None,
                    "from_on": on,
                    "why": why or None,
                }
            ],
        )
        work.heading = f"加成员 {name.strip()}（{row['head_name']}户）"
        return Changed.of(work.commit())
