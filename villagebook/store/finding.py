"""Indexes for searching while somebody types: over the middle of names, the end of numbers, phones.

They are no part of what the book says: no record declares them, nothing of them is in the journal, and without them
every search finds the same, only later. A name of two to four characters is found from any of them by a range
on its tail; longer names are few and have an index of their own. As triggers they are dropped before every migration
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
SHORT = 4


@dataclass(frozen=True, slots=True)
class _Index:
    table: str
    name: str
    column: str
    #: First character of the part that is indexed, counted from 1; 0: the last ``ENDING`` characters; None: all.
    start: int | None = None
    #: Which rows are in it; the query says the same.
    where: str = ""


def _of_name(table: str, column: str, filled: str = "") -> tuple[_Index, ...]:
    and_filled = f" AND {filled}" if filled else ""
    return (
        _Index(table, f"{column}_2", column, 2, filled),
        _Index(table, f"{column}_3", column, 3, filled),
        _Index(table, f"{column}_4", column, 4, f"length({column}) > 3{and_filled}"),
        _Index(table, f"{column}_long", column, None, f"length({column}) > {SHORT}{and_filled}"),
    )


_INDEXES = (
    *_of_name("person", "name"),
    *_of_name("person", "former_name", "former_name IS NOT NULL"),
    _Index("person", "id_end", "id_number", 0),
    _Index("person", "phone", "phone"),
    *_of_name("household", "head_name"),
    _Index("household", "head_id_number", "head_id_number"),
    _Index("household", "head_id_end", "head_id_number", 0),
    _Index("household", "code_end", "code", 0),
    _Index("household", "phone", "phone"),
    _Index("household", "head", "head_id"),
)
#: Names have no order of bytes on PostgreSQL, where prefixes are ranges too.
_ON_SERVER = (
    _Index("person", "name_1", "name", 1),
    _Index("person", "former_name_1", "former_name", 1),
    _Index("household", "head_name_1", "head_name", 1),
)


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
        where = f" WHERE {index.where}" if index.where else ""
        name = f"{_PREFIX}{index.table}_{index.name}"
        connection.exec_driver_sql(f'CREATE INDEX "{name}" ON "{index.table}" ({_indexed(index, dialect)}){where}')


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


def is_longer(column: Any, than: int) -> ColumnElement[bool]:
    """Whether a name has more characters, as the indexes of its fourth character and of long names say it."""
    return func.length(column) > literal_column(str(than))


def filled(column: Any, dialect: str) -> ColumnElement[bool]:
    """Whether a column that is mostly empty is filled: through its index, for which SQLite wants a range."""
    empty: ColumnElement[bool] = column.is_not(None) if dialect == "postgresql" else column > literal_column("''")
    return empty


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
