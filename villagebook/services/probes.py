"""Statements that find people and households while somebody types: each way of finding is a range on an index.

One OR over all ways would read every row of a township; here each way is asked by itself for as many as are shown,
the best ways first, and their union is what is shown. Statements are made once for each shape of text.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Select,
    Table,
    bindparam,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.sql.selectable import FromClause

from villagebook.base.text import fold_code
from villagebook.models import Household, Membership, Person
from villagebook.store import finding

#: What sorts after every text that begins with a prefix.
LAST = "\U0010ffff"

PERSON, MEMBERSHIP, HOUSEHOLD = (cast("Table", record.__table__) for record in (Person, Membership, Household))

_Way = tuple[FromClause, ColumnElement[bool]]


class Shape(NamedTuple):
    """What a text may be: part of a name, its pinyin, the beginning of a code or phone, a number's, a code's end."""

    named: bool
    spelled: bool
    coded: bool
    numbered: bool
    ended: bool


class Typed:
    """What was typed: its shape, and the values for the statements."""

    def __init__(self, text: str, limit: int, village: uuid.UUID) -> None:
        folded = fold_code(text)
        code, lower = folded.upper(), folded.lower()
        has_digit = any(char.isdigit() for char in code)
        self.shape = Shape(
            named=not code.isdigit(),
            spelled=folded.isascii() and not code.isdigit(),
            coded=has_digit,
            numbered=len(code) >= finding.ENDING and code[:-1].isdigit(),
            ended=has_digit and len(code) >= finding.ENDING,
        )
        self.values: Mapping[str, Any] = {
            "text": text, "text_end": text + LAST, "lower": lower, "lower_end": lower + LAST, "code": code,
            "code_end": code + LAST, "ending": code[-finding.ENDING :], "infix": f"%{_escaped(text)}%",
            "ends": f"%{_escaped(code)}", "most": limit, "village": village,
        }  # fmt: skip


def _escaped(text: str) -> str:
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")


class FoundPerson(NamedTuple):
    """A member who is no head."""

    household_id: uuid.UUID
    name: str | None
    id_number: str | None
    relation: str | None
    head_name: str | None


class FoundHome(NamedTuple):
    """A household."""

    id: uuid.UUID
    head_name: str | None
    code: str | None
    group_name: str | None


def persons(connection: Connection, typed: Typed) -> list[FoundPerson]:
    """Return members who are no heads, at most as many as are shown, those found in the best way first."""
    return [FoundPerson(*row) for row in _run(connection, _persons(connection.dialect.name, typed.shape), typed)]


def households(connection: Connection, typed: Typed) -> list[FoundHome]:
    """Return households, at most as many as are shown, those found in the best way first."""
    return [FoundHome(*row) for row in _run(connection, _households(connection.dialect.name, typed.shape), typed)]


def _run(connection: Connection, statement: Select[Any], typed: Typed) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a statement whose first column is a key.

    On SQLite the statement goes to the driver as it was compiled once: preparing its sixty values anew for each
    keystroke took longer than finding.
    """
    dialect = connection.dialect
    if dialect.name != "sqlite":
        yield from connection.execute(statement, typed.values).tuples()
        return
    sql, names, fixed = _compiled(statement, dialect)
    values = {**fixed, **typed.values, "village": typed.values["village"].bytes}
    for key, *rest in connection.exec_driver_sql(sql, tuple([values[name] for name in names])):
        yield (uuid.UUID(bytes=key), *rest)


@lru_cache(maxsize=128)
def _compiled(statement: Select[Any], dialect: Dialect) -> tuple[str, tuple[str, ...], dict[str, Any]]:
    """Return the text of a statement, the names of its values in order, and those that never change."""
    compiled: Any = statement.compile(dialect=dialect)
    fixed = {name: bound.value for name, bound in compiled.binds.items()}
    return str(compiled), tuple(compiled.positiontup), fixed


def at_address(connection: Connection, typed: Typed) -> list[FoundHome]:
    """Return households by any part of the address: all addresses are read."""
    return [FoundHome(*row) for row in connection.execute(_at_address(), typed.values)]


@lru_cache(maxsize=32)
def _persons(dialect: str, shape: Shape) -> Select[Any]:
    person, member = PERSON.c, MEMBERSHIP.c
    found = []
    for rank, (source, wanted) in enumerate(_ways_of_person(PERSON, dialect, shape)):
        query = (
            select(member.id.label("member"), literal_column(str(rank)).label("rank"))
            .select_from(source.join(MEMBERSHIP, member.person_id == finding.beside(person.id, dialect)))
            .where(
                wanted,
                finding.beside(person.village_id, dialect) == bindparam("village"),
                finding.beside(person.merged_into, dialect).is_(None),
                finding.beside(member.through_on, dialect).is_(None),
                finding.beside(member.household_id, dialect).is_not(None),
                func.coalesce(member.relation, literal_column("''")) != literal_column("'户主'"),
            )
            .limit(bindparam("most"))
        )
        found.append(select(query.subquery()))
    best = _best(found, "member")
    return (
        select(member.household_id, person.name, person.id_number, member.relation, HOUSEHOLD.c.head_name)
        .select_from(
            best.join(MEMBERSHIP, member.id == best.c.member)
            .join(PERSON, person.id == member.person_id)
            .join(HOUSEHOLD, HOUSEHOLD.c.id == member.household_id)
        )
        .order_by(best.c.rank, person.pinyin, member.id)
    )


@lru_cache(maxsize=32)
def _households(dialect: str, shape: Shape) -> Select[Any]:
    home = HOUSEHOLD.c
    found = []
    for rank, (source, wanted) in enumerate(_ways_of_household(dialect, shape)):
        query = (
            select(home.id.label("home"), literal_column(str(rank)).label("rank"))
            .select_from(source)
            .where(wanted, finding.beside(home.village_id, dialect) == bindparam("village"))
            .limit(bindparam("most"))
        )
        found.append(select(query.subquery()))
    best = _best(found, "home")
    return (
        select(home.id, home.head_name, home.code, home.group_name)
        .select_from(best.join(HOUSEHOLD, home.id == best.c.home))
        .order_by(best.c.rank, home.head_pinyin, home.id)
    )


@lru_cache(maxsize=1)
def _at_address() -> Select[Any]:
    home = HOUSEHOLD.c
    return (
        select(home.id, home.head_name, home.code, home.group_name)
        .where(home.village_id == bindparam("village"), home.address.like(bindparam("infix"), escape="/"))
        .limit(bindparam("most"))
    )


def _best(found: list[Select[Any]], key: str) -> Any:
    """Return as many records as are shown, each once, those found in the best way first."""
    every = union_all(*found).subquery()
    rank = func.min(every.c.rank).label("rank")
    return select(every.c[key], rank).group_by(every.c[key]).order_by(rank).limit(bindparam("most")).subquery()


def _ways_of_person(person: Table, dialect: str, shape: Shape) -> Iterator[_Way]:
    """Yield the ways to find a person, the best first."""
    column = person.c
    yield person, _begins(finding.tail(column.name, 1, dialect), "text")
    if shape.spelled:
        yield person, _begins(column.pinyin, "lower")
        yield person, _begins(column.initials, "lower")
    if shape.coded:
        yield person, _begins(column.code, "code")
        yield person, _begins(column.phone, "code")
    if shape.numbered:
        yield from ((person, wanted) for wanted in _numbered(column.id_number))
    if shape.named:
        yield from ((person, wanted) for wanted in _within(column.name, dialect))
        yield from ((person, wanted) for wanted in _formerly(dialect))


def _ways_of_household(dialect: str, shape: Shape) -> Iterator[_Way]:
    """Yield the ways to find a household, by itself or by its head, the best first."""
    home, person = HOUSEHOLD.c, PERSON.c
    # The person comes first: no index leads back from a household.
    with_head = PERSON.join(HOUSEHOLD, home.head_id == finding.beside(person.id, dialect))
    yield HOUSEHOLD, _begins(finding.tail(home.head_name, 1, dialect), "text")
    if shape.spelled:
        yield HOUSEHOLD, _begins(home.head_pinyin, "lower")
        yield HOUSEHOLD, _begins(home.head_initials, "lower")
    yield HOUSEHOLD, _begins(home.code, "code")
    if shape.ended:
        yield HOUSEHOLD, _ends(home.code)
    if shape.coded:
        yield HOUSEHOLD, _begins(home.phone, "code")
        yield with_head, _begins(person.phone, "code")
    if shape.numbered:
        yield from ((HOUSEHOLD, wanted) for wanted in _numbered(home.head_id_number))
        yield from ((with_head, wanted) for wanted in _numbered(person.id_number))
    if shape.named:
        yield from ((HOUSEHOLD, wanted) for wanted in _within(home.head_name, dialect))
        yield from ((with_head, wanted) for wanted in _formerly(dialect))


def _within(column: Any, dialect: str) -> Iterator[ColumnElement[bool]]:
    """Yield a name that has the text after its first character."""
    for first in range(2, finding.SHORT + 1):
        begins = _begins(finding.tail(column, first, dialect), "text")
        yield begins & finding.is_longer(column, 3) if first == finding.SHORT else begins
    yield finding.is_longer(column, finding.SHORT) & column.like(bindparam("infix"), escape="/")


def _formerly(dialect: str) -> Iterator[ColumnElement[bool]]:
    """Yield a former name that has the text anywhere."""
    column = PERSON.c.former_name
    yield _begins(finding.tail(column, 1, dialect), "text")
    for wanted in _within(column, dialect):
        yield column.is_not(None) & wanted


def _numbered(column: Any) -> Iterator[ColumnElement[bool]]:
    yield _begins(column, "code")
    yield _ends(column)


def _begins(column: Any, what: str) -> ColumnElement[bool]:
    """``column LIKE 'text%'`` as a range, which uses the index on every engine."""
    return (column >= bindparam(what)) & (column < bindparam(f"{what}_end"))  # type: ignore[no-any-return]


def _ends(column: Any) -> ColumnElement[bool]:
    """``column LIKE '%text'``: by the characters that are indexed, then by all."""
    return (finding.ending(column) == bindparam("ending")) & column.like(bindparam("ends"), escape="/")  # type: ignore[no-any-return]
