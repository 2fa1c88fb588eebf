"""Rows as the driver gives them, compared with images to the last byte and type.

SQLite stores anything in any column, and reading through column types forgives much (a day with a tail, 2 for
true). Whoever looks for tampering must see what is really there.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import JSON, Column, Connection, Dialect, Select, Table, Text, cast, select, type_coerce
from sqlalchemy.types import NullType

from villagebook.store.commitments import canonical
from villagebook.store.images import Image, shape

RawRow = tuple[Any, ...]


@cache
def raw_select(table: Table) -> Select[Any]:
    """Return a select of all columns of a table without conversions; JSON comes as its stored text."""

    def plain(column: Column[Any]) -> Any:
        unconverted = cast(column, Text) if isinstance(column.type, JSON) else type_coerce(column, NullType())
        return unconverted.label(column.name)

    return select(*map(plain, table.columns))


def raw_rows(connection: Connection, table: Table, village_id: uuid.UUID) -> Iterator[RawRow]:
    """Yield the rows of a table that belong to a village, unconverted."""
    owner = table.c.village_id if "village_id" in table.c else table.c.id
    result = connection.execution_options(yield_per=1000).execute(raw_select(table).where(owner == village_id))
    for row in result:
        yield tuple(row)


def reader(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any]:
    """Return what turns a driver's value into the field's; it raises ValueError or TypeError on nonsense."""
    process = (
        None if isinstance(column.type, JSON) else column.type.dialect_impl(dialect).result_processor(dialect, None)
    )
    return process or (lambda value: value)


def comparer(table_name: str, dialect: Dialect) -> Callable[[Image, RawRow], list[str]]:
    """Return a function that names the columns in which a raw row is not what an image says."""
    columns = []
    for position, (name, _, _, from_json) in enumerate(shape(table_name).columns):
        column = shape(table_name).table.c[name]
        # JSON is compared as text: some drivers would wrap it in an object of theirs.
        is_json = isinstance(column.type, JSON)
        process = canonical if is_json else column.type.dialect_impl(dialect).bind_processor(dialect)
        columns.append((position, name, from_json, process))

    def different(image: Image, row: RawRow) -> list[str]:
        names = []
        for position, name, from_json, process in columns:
            actual, remembered = row[position], image.get(name)
            if remembered is None:
                if actual is not None:
                    names.append(name)
                continue
            expected = from_json(remembered)
            if process is not None:
                expected = process(expected)
            if isinstance(expected, memoryview):  # what drivers call Binary
                expected = bytes(expected)
            if type(actual) is not type(expected) or actual != expected:
                names.append(name)
        return names

    return different
