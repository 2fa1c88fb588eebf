"""A household as its page shows it: fields, members, incomes, money received, what happened when; and its changing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.days import age_on
from villagebook.base.errors import UserError
from villagebook.models import (
    Household,
    HouseholdYear,
    IncomeItem,
    Membership,
    Person,
    PersonYear,
    StatusPeriod,
)
from villagebook.models.codes import MONITORED_STATUSES
from villagebook.services import codes, fields, kept, timeline
from villagebook.services.fields import FieldView, record_row
from villagebook.services.household_events import Stay, at_once, stays_of_members, tone_of
from villagebook.services.household_fields import (
    BY_OPERATION,
    INCOME_FIELDS,
    MEMBER_FIELDS,
    MEMBER_YEAR_FIELDS,
    MEMBERSHIP_FIELDS,
    MONITORED_FIELDS,
    SECTIONS,
    STATUS_FIELDS,
)
from villagebook.services.household_received import Received, received
from villagebook.services.lists.sheaf import with_sort_keys
from villagebook.services.moves import code_free
from villagebook.services.moving import DAY, NEW_HEAD
from villagebook.services.statuses import Period, periods
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo

Row = dict[str, Any]

@dataclass(frozen=True, slots=True)
class Member:
    """One member: the person's fields, those of the newest year (None: there is none yet), and the membership's.

    ``here`` is whether the person belongs to the household on the day; ``stays`` are all the person's memberships.
    """

    person_id: uuid.UUID
    membership_id: uuid.UUID
    relation: str
    age: int | None
    here: bool
    fields: tuple[FieldView, ...]
    year_fields: tuple[FieldView, ...]
    membership_fields: tuple[FieldView, ...]
    year: int | None
    stays: tuple[Stay, ...] = ()

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
class PeriodView:
    """One status period with its fields."""

    period: Period
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class HouseholdView:
    """Everything the page of one household shows.

    Attributes:
        on: The day of members and statuses.
        periods: All statuses it ever had, the running ones first.
        ended_on: Last day of the household itself; None while it stands.
        offered: Values editors offer, of the code lists the village changed.
    """

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
    timeline: tuple[timeline.Event, ...]
    extra: Mapping[str, str]
    on: dt.date
    periods: tuple[PeriodView, ...] = ()
    ended_on: dt.date | None = None
    offered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def view(book: Book, key: uuid.UUID, on: dt.date, today: dt.date | None = None) -> HouseholdView:
    """The household with this key: members, their relations and its statuses as of a day, the rest as it is now.

    Args:
        today: If it is the day looked at, relations that begin tomorrow (a head died today) are shown already.

    Raises:
        UserError: it is gone.
    """
    with book.read() as connection:
        row = record_row(connection, "household", key)
        offered = codes.offered(connection, book.village_id)
        rows = {one["id"]: one for one in _rows(connection, StatusPeriod, StatusPeriod.household_id == key)}
        every = periods(connection, key)
        running = [period for period in every if period.on(on)]
        monitored = [rows[period.id] for period in running if period.kind in MONITORED_STATUSES]
        chips = sorted(running, key=lambda period: period.kind not in MONITORED_STATUSES)
        return HouseholdView(
            key,
            row["code"] or "",
            row["head_name"] or "",
            tuple((period.kind, tone_of(period.kind)) for period in chips),
            " ".join(part for part in (row["group_name"], row["address"]) if part),
            tuple((title, _section(row, names, offered)) for title, names in SECTIONS),
            fields.view(monitored[0], "status_period", MONITORED_FIELDS, offered=offered) if monitored else (),
            tuple(_members(connection, key, on, offered, coming=on == today)),
            tuple(_years(connection, key)),
            received(connection, key, on),
            timeline.of(connection, book.village_id, row),
            row["extra"] or {},
            on,
            tuple(
                PeriodView(one, fields.view(rows[one.id], "status_period", STATUS_FIELDS, offered=offered))
                for one in every
            ),
            row["ended_on"],
            offered,
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


def _section(row: Row, names: tuple[str, ...], offered: Mapping[str, tuple[str, ...]]) -> tuple[FieldView, ...]:
    shown = fields.view(row, "household", names, offered=offered)
    shut = "由整户销户和合户写上"
    return tuple(replace(one, locked=shut) if one.name in BY_OPERATION else one for one in shown)


def _rows(connection: Connection, record: Any, condition: Any) -> list[Row]:
    table = record.__table__
    return [dict(r) for r in connection.execute(select(table).where(condition).order_by(table.c.id)).mappings()]


def _members(
    connection: Connection, key: uuid.UUID, on: dt.date, offered: Mapping[str, tuple[str, ...]], *, coming: bool
) -> list[Member]:
    rows = _rows(connection, Membership, Membership.household_id == key)
    whom = kept.family(connection, {m["person_id"] for m in rows})
    persons = {r["id"]: r for r in _rows(connection, Person, Person.id.in_(set(whom.values())))}
    of_person: dict[uuid.UUID, list[Row]] = {}
    for row in sorted(rows, key=lambda m: m["person_id"] not in persons):
        mine = of_person.setdefault(whom[row["person_id"]], [])
        # Who was merged into a member had the same place here at the time: the member's own counts.
        if row["person_id"] in persons or not any(at_once(_span(row), _span(one)) for one in mine):
            mine.append(row)
    stays: dict[uuid.UUID, list[Stay]] = {}
    for stay in stays_of_members(connection, key):
        stays.setdefault(stay.person_id, []).append(stay)
    years = _newest_years(connection, whom, on)
    chosen = [one for mine in of_person.values() if (one := _on_day(mine, on, coming=coming)) is not None]
    found = []
    for m, here in sorted(chosen, key=lambda one: (one[0]["relation"] != "户主", one[0]["position"] or 999)):
        person = persons[whom[m["person_id"]]]
        year = years.get(person["id"], {})
        found.append(
            Member(
                person["id"],
                m["id"],
                m["relation"] or "",
                None if person["born"] is None or person["born"] > on else age_on(person["born"], on),
                here,
                fields.view(person, "person", MEMBER_FIELDS, offered=offered),
                fields.view(year, "person_year", MEMBER_YEAR_FIELDS, offered=offered),
                fields.view(m, "membership", MEMBERSHIP_FIELDS, offered=offered),
                year.get("year"),
                tuple(stays.get(person["id"], ())),
            )
        )
    return found


def _span(row: Row) -> tuple[dt.date | None, dt.date | None]:
    return row["from_on"], row["through_on"]


def _on_day(mine: list[Row], on: dt.date, *, coming: bool) -> tuple[Row, bool] | None:
    """The membership that tells of a day and whether the person is there; None before the person first came."""
    order = sorted(mine, key=lambda m: m["from_on"] or dt.date.min)
    begun = [m for m in order if (m["from_on"] or dt.date.min) <= on]
    if not begun:
        return None
    last = begun[-1]
    if coming and last["through_on"] == on and last["why_ended"] == NEW_HEAD:
        return next(((m, True) for m in order if m["from_on"] == on + DAY), (last, True))
    return last, last["through_on"] is None or last["through_on"] >= on


def _newest_years(
    connection: Connection, whom: Mapping[uuid.UUID, uuid.UUID], on: dt.date
) -> dict[uuid.UUID, Row]:
    years: dict[uuid.UUID, Row] = {}
    rows = _rows(connection, PersonYear, PersonYear.person_id.in_(list(whom)))
    # Of one year a person's own comes before that of somebody merged into them.
    for row in sorted(rows, key=lambda r: r["person_id"] != whom[r["person_id"]]):
        person = whom[row["person_id"]]
        known = years.get(person)
        # A year to come is better than none: a book may be looked at before its first year.
        if known is None or (known["year"] < row["year"] <= on.year) or (row["year"] <= on.year < known["year"]):
            years[person] = row
    return years


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
        person_id, household_id = work.new_id(), work.new_id()
        work.write_rows(Person, inserts=[with_sort_keys("person", {"id": person_id, "name": head_name.strip()})])
        work.write_rows(
            Household,
            inserts=[
                with_sort_keys(
                    "household",
                    {
                        "id": household_id,
                        "code": code_free(work, code),
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
