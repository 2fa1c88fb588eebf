"""Pieces of SQL that several ledgers share: what is in force on a day, who is who after merging, status text.

All of it runs on SQLite and on PostgreSQL. Lookups of one household or person are correlated subqueries over
indexed columns, so that the cost of a page of rows does not grow with the book.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Label,
    Select,
    Table,
    and_,
    case,
    cast,
    distinct,
    extract,
    func,
    literal,
    or_,
    select,
)  # fmt: skip
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import Text

from villagebook.ledgers.column import Column
from villagebook.models import Household, Membership, Person, Record, StatusPeriod
from villagebook.models.codes import CODES

#: What stands between the statuses of one household.
JOINER = "、"


@cache
def table(record: type[Record], alias: str | None = None) -> Table:
    """Return a record's table, or an alias of it; columns are then ``table(Person).c.name``.

    An alias is made once: to give each of its columns anew took a third of the time of reading ledgers.
    """
    found = record.__table__
    return found.alias(alias) if alias else found  # type: ignore[return-value]


class KeyText(GenericFunction[str]):
    """A key as text (32 hex digits), for keys of rows that are made of several records."""

    type = Text()
    inherit_cache = True
    name = "key_text"


@compiles(KeyText)
def _key_text(element: KeyText, compiler: SQLCompiler, **kw: Any) -> str:
    return f"lower(hex({compiler.process(element.clauses, **kw)}))"


@compiles(KeyText, "postgresql")
def _key_text_postgresql(element: KeyText, compiler: SQLCompiler, **kw: Any) -> str:
    return f"replace(CAST({compiler.process(element.clauses, **kw)} AS TEXT), '-', '')"


class Unsearched(GenericFunction[Any]):
    """A value that is compared but not looked up: on SQLite, its index is left alone.

    A book has one village; without this SQLite goes through all of it where a few keys were asked for.
    """

    inherit_cache = True
    name = "unsearched"


@compiles(Unsearched)
def _unsearched(element: Unsearched, compiler: SQLCompiler, **kw: Any) -> str:
    return f"+{compiler.process(element.clauses, **kw)}"


@compiles(Unsearched, "postgresql")
def _unsearched_postgresql(element: Unsearched, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(element.clauses, **kw)


def of_village(rows: FromClause, village_id: uuid.UUID) -> ColumnElement[bool]:
    """Whether rows are the village's, to be asked beside what is really looked up."""
    column = rows.c.village_id
    return func.unsearched(column, type_=column.type) == village_id


def labelled(
    columns: Iterable[Column],
    tables: Mapping[str, FromClause],
    made: Mapping[str, ColumnElement[Any]],
) -> list[Label[Any]]:
    """Return one label per column: the expression in ``made``, else the field of its one source.

    Args:
        tables: Record table name -> the table or alias in the FROM that holds it.
        made: Expressions by column id, for computed columns.

    Raises:
        LookupError: a column has no expression; a mistake in the ledger, found when it is first read.
    """
    found = []
    for column in columns:
        expression = made.get(column.id)
        if expression is None:
            (source,) = column.sources
            expression = tables[source.record].c[source.name]
        found.append(expression.label(column.id))
    return found


def running(from_on: ColumnElement[Any], through_on: ColumnElement[Any], on: dt.date) -> ColumnElement[bool]:
    """Whether a period runs on a day; an empty end is open."""
    return and_(or_(from_on.is_(None), from_on <= on), or_(through_on.is_(None), through_on >= on))


def status_in_force(status: FromClause, on: dt.date) -> ColumnElement[bool]:
    """Whether a StatusPeriod holds on a day: it runs, and its risk is not marked as removed by then."""
    removed = and_(status.c.removed == "是", or_(status.c.removed_on.is_(None), status.c.removed_on <= on))
    return and_(running(status.c.from_on, status.c.through_on, on), func.coalesce(~removed, literal(True)))


def statuses_of(household_id: ColumnElement[Any], on: dt.date) -> ColumnElement[Any]:
    """Return the statuses of a household on a day joined by 、, in the order of the code list; NULL if none.

    Values outside the list (two at most) come last. Written with max() per value because joining aggregates have
    no order that both engines share.
    """
    period = table(StatusPeriod, "status_on")
    codes = CODES["status"]
    known = [*codes.values, *codes.retired]
    parts: list[ColumnElement[Any]] = [
        func.max(case((period.c.kind == value, JOINER + value), else_="")) for value in known
    ]
    strange = case((period.c.kind.not_in(known), JOINER + period.c.kind))
    first, last = func.min(strange), func.max(strange)
    parts.append(func.coalesce(first, ""))
    parts.append(case((first != last, last), else_=""))
    joined: ColumnElement[Any] = literal("", Text())
    for part in parts:
        joined = joined + part
    text = func.nullif(func.substr(joined, len(JOINER) + 1), "", type_=Text())
    return select(text).where(period.c.household_id == household_id, status_in_force(period, on)).scalar_subquery()


def members_of(household_id: ColumnElement[Any], on: dt.date) -> ColumnElement[int]:
    """Return how many persons belong to a household on a day; persons merged into one count once."""
    counted, member = _members_on(on)
    return counted.where(member.c.household_id == household_id).scalar_subquery()


def _members_on(on: dt.date) -> tuple[Select[tuple[int]], FromClause]:
    member, person, into, further = (
        table(Membership, "member_on"), table(Person, "member_person"),
        table(Person, "member_into"), table(Person, "member_further"),
    )  # fmt: skip
    joined = (
        member.join(person, person.c.id == member.c.person_id)
        .outerjoin(into, into.c.id == person.c.merged_into)
        .outerjoin(further, further.c.id == into.c.merged_into)
    )
    root = func.coalesce(further.c.merged_into, into.c.merged_into, person.c.merged_into, person.c.id)
    counted = select(func.count(distinct(root))).select_from(joined)
    return counted.where(running(member.c.from_on, member.c.through_on, on)), member


def households_there(village_id: uuid.UUID, on: dt.date, statuses: Iterable[str] = ()) -> Select[tuple[int]]:
    """Count the households of a village that are there on a day; those only that have one of some statuses, if any."""
    home = table(Household)
    counted = select(func.count()).select_from(home).where(home.c.village_id == village_id, standing(home, on))
    return counted.where(home.c.id.in_(_of_status(statuses, on))) if statuses else counted


def people_there(village_id: uuid.UUID, on: dt.date, statuses: Iterable[str] = ()) -> Select[tuple[int]]:
    """Count the people of a village who are members of a household on a day, each once; of the same households."""
    counted, member = _members_on(on)
    counted = counted.where(member.c.village_id == village_id)
    return counted.where(member.c.household_id.in_(_of_status(statuses, on))) if statuses else counted


def _of_status(kinds: Iterable[str], on: dt.date) -> Select[tuple[Any]]:
    period = table(StatusPeriod, "status_of_some")
    return select(period.c.household_id).where(period.c.kind.in_(tuple(kinds)), status_in_force(period, on))


def standing(home: FromClause, on: dt.date) -> ColumnElement[bool]:
    """Whether a household is there on a day: not ended before, not merged by then, its first member not yet to come."""
    member = table(Membership, "first_member")
    before_all = dt.date(1, 1, 1)
    first = select(func.min(func.coalesce(member.c.from_on, before_all))).where(member.c.household_id == home.c.id)
    ended = or_(home.c.ended_on < on, and_(home.c.ended_on == on, home.c.merged_into.is_not(None)))
    return and_(
        or_(home.c.ended_on.is_(None), ~ended), func.coalesce(first.scalar_subquery(), before_all) <= on
    )


def same_person(key: ColumnElement[Any], person_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether ``key`` is this person or one merged into it (chains of up to three)."""
    one, two, three = (table(Person, f"merged_{n}") for n in ("one", "two", "three"))
    # Said explicitly: two subqueries deep, automatic correlation would add the outer table to FROM once more.
    first = select(one.c.id).where(one.c.merged_into == person_id).correlate_except(one)
    second = select(two.c.id).where(two.c.merged_into.in_(first)).correlate_except(two)
    third = select(three.c.id).where(three.c.merged_into.in_(second)).correlate_except(three)
    return or_(key == person_id, key.in_(first), key.in_(second), key.in_(third))


def kept_person(person_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the key of the person this one turned out to be (chains of up to three), itself if not merged."""
    person, into, further = (table(Person, f"kept_{n}") for n in ("person", "into", "further"))
    joined = person.outerjoin(into, into.c.id == person.c.merged_into).outerjoin(
        further, further.c.id == into.c.merged_into
    )
    root = func.coalesce(further.c.merged_into, into.c.merged_into, person.c.merged_into, person.c.id)
    return select(root).select_from(joined).where(person.c.id == person_id).scalar_subquery()


def newest_of_year(record: type[Record], owner: ColumnElement[Any], on: dt.date, alias: str) -> ColumnElement[Any]:
    """Return the key of a household's or person's yearly record of the newest year up to that of ``on``.

    ``owner`` is the household's or person's key; a person's records may stand with persons merged into it, of one year
    the person's own is taken.
    """
    yearly = table(record, alias)
    if "household_id" in yearly.c:
        belongs = yearly.c.household_id == owner
        own: tuple[ColumnElement[Any], ...] = ()
    else:
        belongs = same_person(yearly.c.person_id, owner)
        # Said of the row's own person: SQLite does not look outwards from ORDER BY.
        whose = table(Person, f"{alias}_whose")
        is_merged = select(whose.c.merged_into.is_not(None)).where(whose.c.id == yearly.c.person_id)
        own = (is_merged.correlate_except(whose).scalar_subquery(),)
    return (
        select(yearly.c.id)
        .where(belongs, yearly.c.year <= on.year)
        .order_by(yearly.c.year.desc(), *own, yearly.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def age_on(born: ColumnElement[Any], on: dt.date) -> ColumnElement[int]:
    """Return the full years of age on a day; NULL where the day of birth is not known."""
    month_day = extract("month", born) * 100 + extract("day", born)
    not_yet = case((month_day > on.month * 100 + on.day, 1), else_=0)
    return cast(on.year - extract("year", born) - not_yet, Integer)


def text_of(*cells: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return texts joined by blanks for the text filter; empty ones are left out."""
    joined: ColumnElement[Any] = literal("", Text())
    for cell in cells:
        joined = joined + " " + func.coalesce(cell, "")
    return joined
