"""Inserting many rows with one compiled statement, each value converted as its column's type says.

SQLAlchemy looks up for every row and every column how a value is bound; looked up once, a large import spends half
as long between the rows and the driver.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Connection, Dialect, Table, insert

_Bind = Callable[[Any], Any]


class Inserter:
    """Inserts rows of one table through a connection.

    Args:
        texts: Whether JSON columns are given as the UTF-8 that is to be stored, instead of values.
    """

    def __init__(self, connection: Connection, table: Table, *, texts: bool = False) -> None:
        self.table = table
        self._connection = connection
        self._statement, self._positional, self._binds = _compiled(table, connection.dialect, texts)

    def insert(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows by column name; what a row does not name is empty."""
        if not rows:
            return
        binds = self._binds
        bound: Any
        if self._positional:
            bound = [
                tuple([
                    value if (value := row.get(name)) is None or bind is None else bind(value) for name, bind in binds
                ])
                for row in rows
            ]  # fmt: skip
        else:
            bound = [
                {name: value if (value := row.get(name)) is None or bind is None else bind(value)
                 for name, bind in binds}
                for row in rows
            ]  # fmt: skip
        self._connection.exec_driver_sql(self._statement, bound)


@lru_cache(maxsize=256)
def _compiled(table: Table, dialect: Dialect, texts: bool) -> tuple[str, bool, tuple[tuple[str, _Bind | None], ...]]:
    """Return the statement, whether its parameters go by position, and how each column's values are bound."""
    named = [column.name for column in table.columns]
    compiled = insert(table).compile(dialect=dialect, column_keys=named)
    names = getattr(compiled, "positiontup", None) or named
    binds: list[tuple[str, _Bind | None]] = []
    for name in names:
        column = table.c[name]
        given_as_text = texts and isinstance(column.type, JSON)
        process = column.type.dialect_impl(dialect).bind_processor(dialect)
        binds.append((name, bytes.decode if given_as_text else process))
    return str(compiled), bool(getattr(compiled, "positional", False)), tuple(binds)
