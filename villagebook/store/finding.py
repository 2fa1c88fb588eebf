"""Indexes for searching while somebody types: over the middle of names, the end of numbers, phones.

They are no part of what the book says: no record declares them, nothing of them is in the journal, and without them
every search finds the same, only later. A name of two or three characters is found from any of them by a range on
its tail; longer names are few and have an index of their own. As triggers they are dropped before every migration
and made again after it.

To let one more column be found: one line in ``_INDEXES``, and the same expression in the search's query.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, collate, func, literal_column, text
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

_PREFIX = "villagebook_find_"
#: A number is found by as many of its last characters.
ENDING = 4
#: Names longer than this are found through the index of long names.
SHORT = 3


@dataclass(frozen=True, slots=True)
class _Index:
    table: str
    name: str
    column: str
    #: First character of the part that is indexed, counted from 1; 0: the last ``ENDING`` characters; None: all.
    start: int | None = None
    only_long: bool = False


_INDEXES = (
    _Index("person", "name_2", "name", 2),
    _Index("person", "name_3", "name", 3),
    _Index("person", "name_long", "name", only_long=True),
    _Index("person", "id_end", "id_number", 0),
    _Index("person", "phone", "phone"),
    _Index("household", "head_name_2", "head_name", 2),
    _Index("household", "head_name_3", "head_name", 3),
    _Index("household", "head_name_long", "head_name", only_long=True),
    _Index("household", "head_id_number", "head_id_number"),
    _Index("household", "head_id_end", "head_id_number", 0),
    _Index("household", "code_end", "code", 0),
    _Index("household", "phone", "phone"),
    _Index("household", "head", "head_id"),
)
#: Names have no order of bytes on PostgreSQL, where prefixes are ranges too.
_ON_SERVER = (_Index("person", "name_1", "name", 1), _Index("household", "head_name_1", "head_name", 1))


def names(dialect: str) -> frozenset[str]:
    """Return the names of the indexes a database should have."""
    return frozenset(f"{_PREFIX}{index.table}_{index.name}" for index in _wanted(dialect))


def listed(connection: Connection) -> frozenset[str]:
    """Return the names of our indexes that a database has."""
    if connection.dialect.name == "postgresql":
        query = "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'index'"
    return frozenset(name for (name,) in connection.execute(text(query)) if name.startswith(_PREFIX))


def create(connection: Connection) -> None:
    """Make all indexes; the database must have none of them."""
    dialect = connection.dialect.name
    for index in _wanted(dialect):
        long = f" WHERE length({index.column}) > {SHORT}" if index.only_long else ""
        connection.exec_driver_sql(
            f'CREATE INDEX "{_PREFIX}{index.table}_{index.name}" ON "{index.table}" ({_indexed(index, dialect)}){long}'
        )


def drop(connection: Connection) -> None:
    """Remove our indexes, those that exist."""
    for name in sorted(listed(connection)):
        connection.exec_driver_sql(f'DROP INDEX "{name}"')


def tail(column: Any, start: int, dialect: str) -> ColumnElement[str]:
    """Return a name from a character on (1: the whole name), as it is indexed."""
    part = column if start == 1 else func.substr(column, literal_column(str(start)))
    return collate(part, "C") if dialect == "postgresql" else part


def ending(column: Any) -> ColumnElement[str]:
    """Return the last ``ENDING`` characters of a number, as they are indexed."""
    return func.substr(column, func.length(column) - literal_column(str(ENDING - 1)))


def is_long(column: Any) -> ColumnElement[bool]:
    """Whether a name is in the index of long names."""
    return func.length(column) > literal_column(str(SHORT))


def beside(column: Any, dialect: str) -> ColumnElement[Any]:
    """Return a column that no index is to be chosen for: it hardly narrows anything."""
    if dialect == "postgresql":  # knows how many rows have which value
        return column.expression  # type: ignore[no-any-return]
    return UnaryExpression(column.expression, operator=custom_op("+"), type_=column.type)


def _wanted(dialect: str) -> tuple[_Index, ...]:
    return (*_INDEXES, *(_ON_SERVER if dialect == "postgresql" else ()))


def _indexed(index: _Index, dialect: str) -> str:
    column = index.column
    if index.start is None:
        return column
    if index.start == 0:
        return f"(substr({column}, length({column}) - {ENDING - 1}))"
    part = column if index.start == 1 else f"substr({column}, {index.start})"
    return f'({part} COLLATE "C")' if dialect == "postgresql" else f"({part})"
