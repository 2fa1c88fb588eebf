"""Help as it is kept by hand: visits, measures and 三保障 of a household, entered, corrected and removed; its work.

Lists bring the same records (services/lists/helped.py); a page and the command line show and enter them here.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.models import (
    BY_TABLE,
    Guarantee,
    Measure,
    Membership,
    Person,
    Visit,
    WorkRecord,
    fields_of,
)
from villagebook.models.codes import CODES
from villagebook.services import codes, fields, kept
from villagebook.services.fields import FieldView, record_row
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

Row = dict[str, Any]

#: What a person types of a visit and of a measure, in the order of a form.
VISIT_FIELDS = ("on", "visitor", "unit", "kind", "met", "content", "solved")
MEASURE_FIELDS = ("kind", "item", "from_on", "through_on", "amount_fen", "quantity", "project_code", "policy",
                  "evidence", "note")  # fmt: skip
WORK_FIELDS = ("worked", "province", "city", "county", "from_on", "through_on", "month_pay_fen", "company", "industry",
               "channel", "point_to_point", "transport_fen", "planned", "wanted")  # fmt: skip
GUARANTEE_FIELDS = tuple(
    field.name for field in fields_of(Guarantee) if field.kind in {"choice", "day", "money", "long_text"}
)
#: What people type of each record of help.
BY_HAND = {
    "visit": VISIT_FIELDS, "measure": MEASURE_FIELDS, "guarantee": GUARANTEE_FIELDS, "work_record": WORK_FIELDS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Helped:
    """One record of help.

    Attributes:
        who: The member it is about; empty if it is about the household.
        values: Its fields by name, native. fields: as a page edits them.
    """

    key: uuid.UUID
    table: str
    who: str
    values: Mapping[str, Any]
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class HelpView:
    """What reached a household: newest first; guarantees by moment, work by member.

    Attributes:
        people: The members of the day: key -> name.
        classes, kinds: What the code lists of measures and visits offer.
    """

    household: uuid.UUID
    head: str
    measures: tuple[Helped, ...]
    visits: tuple[Helped, ...]
    work: tuple[Helped, ...]
    guarantees: tuple[Helped, ...]
    people: Mapping[uuid.UUID, str]
    classes: tuple[str, ...]
    kinds: tuple[str, ...]


def view(book: Book, household: uuid.UUID, on: dt.date) -> HelpView:
    """What reached a household and its members of a day, and who came.

    Raises:
        UserError: the household is gone.
    """
    with book.read() as connection:
        row = record_row(connection, "household", household)
        people = _people(connection, household, on)
        of_home = {
            record: _rows(connection, record, record.__table__.c.household_id == household)
            for record in (Measure, Visit, Guarantee)
        }
        offered = codes.offered(connection, book.village_id)
        whom = kept.family(connection, people)
        work = _rows(connection, WorkRecord, WorkRecord.__table__.c.person_id.in_(whom))

    def helped(row: Row, table: str, names: tuple[str, ...], who: str = "") -> Helped:
        return Helped(row["id"], table, who, row, fields.view(row, table, names, offered=offered))

    named = {record: people.get(person, "") for record, person in whom.items()}
    measures = [
        helped(one, "measure", MEASURE_FIELDS, one["person_name"] or named.get(one["person_id"], ""))
        for one in of_home[Measure]
    ]
    return HelpView(
        household,
        row["head_name"] or "",
        _newest(measures, "from_on", "year"),
        _newest([helped(one, "visit", VISIT_FIELDS) for one in of_home[Visit]], "on"),
        tuple(helped(one, "work_record", WORK_FIELDS, named[one["person_id"]]) for one in work),
        tuple(helped(one, "guarantee", GUARANTEE_FIELDS) for one in of_home[Guarantee]),
        people,
        offered.get("measure_class", CODES["measure_class"].values),
        offered.get("visit_kind", CODES["visit_kind"].values),
    )


def _people(connection: Connection, household: uuid.UUID, on: dt.date) -> dict[uuid.UUID, str]:
    member, person = Membership.__table__.c, Person.__table__.c
    found = connection.execute(
        select(member.person_id, member.through_on)
        .where(member.household_id == household)
        .order_by(member.position, member.id)
    )
    here = [key for key, through in found if through is None or through >= on]
    whom = kept.roots(connection, here)
    names = connection.execute(select(person.id, person.name).where(person.id.in_(set(whom.values()))))
    called = {row.id: row.name or "" for row in names}
    return {whom[key]: called[whom[key]] for key in here}


def _rows(connection: Connection, record: Any, condition: Any) -> list[Row]:
    columns = record.__table__
    return [dict(row) for row in connection.execute(select(columns).where(condition).order_by(columns.c.id)).mappings()]


def _newest(found: list[Helped], *names: str) -> tuple[Helped, ...]:
    def rank(one: Helped) -> tuple[str, ...]:
        return tuple(str(one.values[name] or "") for name in names)

    return tuple(sorted(found, key=rank, reverse=True))


@verb("help.add_visit", "记走访", Undo.INVERSE)
def add_visit(
    book: Book,
    household: uuid.UUID,
    *,
    on: dt.date,
    by: str,
    text: str = "",
    kind: str | None = None,
    unit: str | None = None,
    met: str | None = None,
    solved: str | None = None,
    actor: str,
    today: dt.date,
) -> Changed:
    """Enter a visit to a household.

    Raises:
        UserError: nobody is named, the day is still to come, or the kind is none of the list.
    """
    if not by.strip():
        raise UserError("help.nobody", "没有写走访人", "请写上是谁走访的")
    _refuse_future(on, today)
    with book.work(declaration(add_visit).id, actor, "记走访", Undo.INVERSE) as work:
        home = record_row(work.connection, "household", household)
        _refuse_unknown(work, "visit_kind", kind)
        work.write_rows(Visit, inserts=[{
            "household_id": household, "household_code": home["code"], "head_name": home["head_name"], "on": on,
            "visitor": by.strip(), "unit": unit or None, "kind": kind or None, "met": met or None,
            "content": text.strip() or None, "solved": solved or None,
        }])  # fmt: skip
        work.heading = f"记走访 {home['head_name'] or ''}".rstrip()
        return Changed.of(work.commit())


@verb("help.add_measure", "记帮扶措施", Undo.INVERSE)
def add_measure(
    book: Book,
    household: uuid.UUID,
    *,
    kind: str,
    item: str = "",
    on: dt.date | None = None,
    through: dt.date | None = None,
    amount_fen: int | None = None,
    person: uuid.UUID | None = None,
    policy: str | None = None,
    evidence: str | None = None,
    actor: str,
    today: dt.date,
) -> Changed:
    """Enter a measure that reached a household, or one of its members (``person``).

    Raises:
        UserError: the class is none of the list, the amount is negative, or it ends before it begins.
    """
    if amount_fen is not None and amount_fen < 0:
        raise UserError("help.negative", "帮扶金额不能小于 0", "请核对金额")
    if on is not None and through is not None and through < on:
        raise UserError("help.ends_first", f"停止享受时间{through}早于享受时间{on}", "请核对两个日期")
    if on is not None:
        _refuse_future(on, today)
    with book.work(declaration(add_measure).id, actor, "记帮扶措施", Undo.INVERSE) as work:
        home = record_row(work.connection, "household", household)
        if not kind:
            raise UserError("help.class", "没有选措施类别", "请选一类，如产业帮扶、健康帮扶")
        _refuse_unknown(work, "measure_class", kind)
        name = record_row(work.connection, "person", person)["name"] if person else None
        work.write_rows(Measure, inserts=[{
            "household_id": household, "household_code": home["code"], "person_id": person, "person_name": name,
            "year": (on or today).year, "kind": kind, "item": item.strip() or None, "from_on": on,
            "through_on": through, "amount_fen": amount_fen, "policy": policy or None, "evidence": evidence or None,
        }])  # fmt: skip
        work.heading = f"记{kind} {home['head_name'] or ''}".rstrip()
        return Changed.of(work.commit())


@verb("help.add_guarantee", "记三保障和收支", Undo.INVERSE)
def add_guarantee(book: Book, household: uuid.UUID, texts: Mapping[str, str], *, actor: str) -> Changed:
    """Enter 三保障, water and incomes of a household at one moment (``stage``), from what was typed.

    Raises:
        UserError: no moment is said, or a text is not of its field's kind; nothing is changed.
    """
    declared = {info.name: info for info in fields_of(Guarantee)}
    new = {name: fields.typed(declared[name], text) for name, text in texts.items() if name in GUARANTEE_FIELDS}
    if not new.get("stage"):
        raise UserError("help.stage", "没有选时点", f"可以是：{'、'.join(CODES['guarantee_stage'].values)}")
    with book.work(declaration(add_guarantee).id, actor, "记三保障和收支", Undo.INVERSE) as work:
        home = record_row(work.connection, "household", household)
        work.write_rows(Guarantee, inserts=[{"household_id": household, **new}])
        work.heading = f"记{new['stage']}三保障和收支 {home['head_name'] or ''}".rstrip()
        return Changed.of(work.commit())


@verb("help.correct", "改走访、帮扶措施、三保障、务工", Undo.INVERSE)
def correct(book: Book, table: str, key: uuid.UUID, texts: Mapping[str, str], *, actor: str) -> Changed:
    """Set fields of a record of help to what was typed, as one operation; empty text clears a field.

    Raises:
        UserError: a text is not of its field's kind; nothing is changed. ValueError: no such field is typed.
    """
    declared = {info.name: info for info in fields_of(BY_TABLE[table])}
    if not set(texts) <= set(BY_HAND[table]):
        raise ValueError(f"{table}: {sorted(set(texts) - set(BY_HAND[table]))} are not typed by people")
    new = {name: fields.typed(declared[name], text) for name, text in texts.items()}
    if table == "guarantee" and "stage" in new and not new["stage"]:
        raise UserError("help.stage", "没有选时点", f"可以是：{'、'.join(CODES['guarantee_stage'].values)}")
    if table == "measure" and new.get("from_on") is not None:
        new["year"] = new["from_on"].year
    with book.work(declaration(correct).id, actor, "改帮扶", Undo.INVERSE) as work:
        row = record_row(work.connection, table, key)
        work.heading = f"改{BY_TABLE[table].title} {_called(work.connection, row)}".rstrip()
        work.write_rows(BY_TABLE[table], updates=[(key, new)])
        return Changed.of(work.commit())


@verb("help.remove", "删走访、帮扶措施、三保障、务工", Undo.INVERSE)
def remove(book: Book, table: str, key: uuid.UUID, *, actor: str) -> Changed:
    """Take a record of help out of the book.

    Raises:
        UserError: it is gone already.
    """
    if table not in BY_HAND:
        raise ValueError(f"{table} is not removed by hand")
    with book.work(declaration(remove).id, actor, "删帮扶", Undo.INVERSE) as work:
        row = record_row(work.connection, table, key)
        work.heading = f"删{BY_TABLE[table].title} {_called(work.connection, row)}".rstrip()
        work.write_rows(BY_TABLE[table], deletes=[key])
        return Changed.of(work.commit())


def _called(connection: Connection, row: Row) -> str:
    if "household_id" not in row:
        return record_row(connection, "person", row["person_id"])["name"] or ""
    if row["household_id"] is None:
        return row.get("household_code") or ""
    return record_row(connection, "household", row["household_id"])["head_name"] or ""


def _refuse_future(on: dt.date, today: dt.date) -> None:
    if on > today:
        raise UserError("help.future", f"{on}还没有到", "请核对日期")


def _refuse_unknown(work: Work, list_id: str, value: str | None) -> None:
    known = [one.value for one in codes.values_in(work.connection, work.village_id, list_id) if not one.retired]
    if value and value not in known:
        raise UserError("help.unknown", f"{CODES[list_id].title}没有“{value}”", f"可以是：{'、'.join(known)}")
