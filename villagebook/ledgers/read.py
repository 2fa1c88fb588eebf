"""The one way to read a ledger: keys in order, rows by keys, totals, a count.

A window keeps the list of keys and asks for the rows it shows; an export asks for all rows. Both see the same
rows, so their totals agree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    String,
    Subquery,
    and_,
    collate,
    extract,
    func,
    or_,
    select,
)  # fmt: skip
from sqlalchemy import cast as sql_cast

from villagebook.base.errors import UserError
from villagebook.ledgers.column import TEXT_KINDS, Column
from villagebook.ledgers.ledger import BY_SELECT, Blank, Contains, Key, Ledger, Range, Scope
from villagebook.models.types import QUANTITY_SCALE, tidy

#: Keys per statement: well below every engine's limit of bound values.
CHUNK = 800
#: Rows fetched at a time when all are read.
BATCH = 1000


class Row(Mapping[str, Any]):
    """One row, frozen: ``_id`` and a native value by column id (money int 分, quantity Decimal, day date)."""

    __slots__ = ("_index", "_values")

    def __init__(self, index: Mapping[str, int], values: Sequence[Any]) -> None:
        self._index = index
        self._values = tuple(values)

    def __getitem__(self, key: str) -> Any:
        return self._values[self._index[key]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self._index)

    def __repr__(self) -> str:
        return f"Row({dict(self)!r})"

    @property
    def key(self) -> Key:
        """The row's key."""
        return cast(Key, self["_id"])


def ids(conn: Connection, ledger: Ledger, scope: Scope, sort: str | None = None, descending: bool = False) -> list[Key]:
    """Return the keys of all rows in the scope, in order; empty cells come last either way.

    Args:
        sort: A column id; None gives the ledger's own order.

    Raises:
        UserError: ``sort`` or a filter names no column of the ledger.
    """
    table = ledger.selected(conn, scope).subquery("ledger")
    statement = select(table.c["_id"]).where(*_conditions(ledger, scope, table))
    return list(conn.execute(statement.order_by(*_order(conn, ledger, table, sort, descending))).scalars())


def picked(
    conn: Connection, ledger: Ledger, scope: Scope, columns: Sequence[str], *, descending: bool = False
) -> list[tuple[Any, ...]]:
    """Return (key, values of some columns) of all rows in the scope, in the ledger's own order or from its end.

    What a table needs to know of every row (its month, its state) before it shows any.

    Raises:
        UserError: a name is no column of the ledger.
    """
    table = ledger.selected(conn, scope).subquery("ledger")
    cells = [table.c[_known(ledger, name).id] for name in columns]
    statement = select(table.c["_id"], *cells).where(*_conditions(ledger, scope, table))
    found = conn.execute(statement.order_by(*_order(conn, ledger, table, None, descending)))
    return [tuple(row) for row in found]


def rows(conn: Connection, ledger: Ledger, scope: Scope, keys: Iterable[Key] | None = None) -> Iterator[Row]:
    """Yield rows: those of ``keys`` in that order (gone ones left out), or all of the scope in the ledger's order.

    With keys the scope's filters are not asked again: the keys came from them.
    """
    table = ledger.selected(conn, scope).subquery("ledger")
    shown = ["_id", *(column.id for column in ledger.columns)]
    index = {name: place for place, name in enumerate(shown)}
    statement = select(*(table.c[name] for name in shown))
    if keys is None:
        order = _order(conn, ledger, table, None, False)
        every = statement.where(*_conditions(ledger, scope, table)).order_by(*order)
        with conn.execute(every.execution_options(yield_per=BATCH)) as result:
            for values in result:
                yield Row(index, values)
        return
    for chunk in _chunks(keys):
        found = {values[0]: values for values in conn.execute(statement.where(table.c["_id"].in_(chunk)))}
        for key in chunk:
            if key in found:
                yield Row(index, found[key])


def totals(conn: Connection, ledger: Ledger, scope: Scope) -> dict[str, Any]:
    """Return column id -> sum over the rows of the scope, for columns that have a total; no rows: zeros."""
    summed = [column for column in ledger.columns if column.total]
    if not summed:
        return {}
    table = ledger.selected(conn, scope).subquery("ledger")
    sums = [sql_cast(func.sum(_stored(table.c[column.id])), BigInteger).label(column.id) for column in summed]
    found = conn.execute(select(*sums).where(*_conditions(ledger, scope, table))).one()
    return {column.id: _native(column, value) for column, value in zip(summed, found, strict=True)}


def count(conn: Connection, ledger: Ledger, scope: Scope) -> int:
    """Return how many rows the scope has."""
    table = ledger.selected(conn, scope).subquery("ledger")
    statement: Select[Any] = select(func.count()).select_from(table).where(*_conditions(ledger, scope, table))
    return int(conn.execute(statement).scalar_one())


def distinct(conn: Connection, ledger: Ledger, scope: Scope, column: str) -> list[Any]:
    """Return what a column holds in the scope, each value once, in the column's order; empty cells are left out.

    Raises:
        UserError: ``column`` is none of the ledger's.
    """
    _known(ledger, column)
    table = ledger.selected(conn, scope).subquery("ledger")
    cell = table.c[column]
    order = func.min(_bytewise(conn, table.c.get(f"_sort_{column}", cell)))
    statement = select(cell).where(cell.is_not(None), *_conditions(ledger, scope, table)).group_by(cell)
    return list(conn.execute(statement.order_by(order, cell)).scalars())


def years(conn: Connection, ledger: Ledger, scope: Scope) -> tuple[int, ...]:
    """Return the years of the scope's rows, the newest first; under BY_SELECT those of ``_year``, if it yields one."""
    table = ledger.selected(conn, scope).subquery("ledger")
    if ledger.year is None or (ledger.year == BY_SELECT and "_year" not in table.c):
        return ()
    cell = table.c["_year" if ledger.year == BY_SELECT else ledger.year]
    kind = "year" if ledger.year == BY_SELECT else ledger.column(ledger.year).kind
    found: ColumnElement[Any] = cell
    if kind == "day":
        found = extract("year", cell)
    elif kind == "month":
        found = func.substr(cell, 1, 4)
    values = conn.execute(select(found).where(cell.is_not(None), *_conditions(ledger, scope, table)).distinct())
    return tuple(sorted({int(value) for (value,) in values}, reverse=True))


def _stored(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the integer that is stored for a quantity, so that sums are exact on every engine."""
    return sql_cast(column, BigInteger)


def _native(column: Column, value: int | None) -> Any:
    if column.kind != "quantity":
        return value or 0
    return tidy(Decimal(value or 0) / QUANTITY_SCALE)


def _chunks(keys: Iterable[Key]) -> Iterator[list[Key]]:
    chunk: list[Key] = []
    for key in keys:
        chunk.append(key)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _order(
    conn: Connection, ledger: Ledger, table: Subquery, sort: str | None, descending: bool
) -> list[ColumnElement[Any]]:
    if sort is not None:
        _known(ledger, sort)
    labels = (sort,) if sort is not None else ledger.order
    order: list[ColumnElement[Any]] = []
    for label in labels:
        key = table.c.get(f"_sort_{label}", table.c[label])
        order.append(_directed(_bytewise(conn, key), descending))
    tie = table.c["_id"]
    return [*order, tie.desc() if descending else tie.asc()]


def _directed(key: ColumnElement[Any], descending: bool) -> ColumnElement[Any]:
    return (key.desc() if descending else key.asc()).nulls_last()


def _bytewise(conn: Connection, key: ColumnElement[Any]) -> ColumnElement[Any]:
    """Compare text byte by byte on PostgreSQL too, where a server's collation would order it otherwise."""
    return collate(key, "C") if conn.dialect.name == "postgresql" and isinstance(key.type, String) else key


def _conditions(ledger: Ledger, scope: Scope, table: Subquery) -> list[ColumnElement[bool]]:
    return [
        *(_condition(_known(ledger, name), table.c[name], wanted) for name, wanted in scope.filters.items()),
        *(_text_condition(ledger, table, word) for word in scope.text.split()),
        *_year_condition(ledger, table, scope.year),
    ]


def _year_condition(ledger: Ledger, table: Subquery, year: int | None) -> list[ColumnElement[bool]]:
    if year is None or ledger.year == BY_SELECT:
        return []
    if ledger.year is None:
        raise UserError("ledger.no_year", f"“{ledger.title}”不分年度", "请不写年度，或用截至某日")
    kind, cell = ledger.column(ledger.year).kind, table.c[ledger.year]
    if kind == "day":
        return [cell.between(dt.date(year, 1, 1), dt.date(year, 12, 31))]
    return [cell.startswith(f"{year:04d}-") if kind == "month" else cell == year]


def _known(ledger: Ledger, column_id: str) -> Column:
    try:
        return ledger.column(column_id)
    except LookupError:
        known = "、".join(column.id for column in ledger.columns)
        raise UserError("ledger.column", f"“{ledger.title}”没有栏目 {column_id}", f"可用的栏目：{known}") from None


def _text_condition(ledger: Ledger, table: Subquery, word: str) -> ColumnElement[bool]:
    looked = [table.c[column.id] for column in ledger.columns if column.kind in TEXT_KINDS]
    if "_text" in table.c:
        looked.append(table.c["_text"])
    return or_(*(cell.icontains(word, autoescape=True) for cell in looked))


def _condition(column: Column, cell: ColumnElement[Any], wanted: object) -> ColumnElement[bool]:
    if wanted is None or isinstance(wanted, Blank):
        return cell.is_(None)
    if isinstance(wanted, Contains):
        return cell.icontains(wanted.text, autoescape=True)
    if isinstance(wanted, Range):
        bounds = [cell >= wanted.low] if wanted.low is not None else []
        bounds += [cell <= wanted.high] if wanted.high is not None else []
        return and_(cell.is_not(None), *bounds)
    if isinstance(wanted, (tuple, list, set, frozenset)):
        return or_(*(_condition(column, cell, one) for one in wanted)) if wanted else cell.is_(None) & cell.is_not(None)
    if column.kind == "statuses":
        return ("、" + cell + "、").contains(f"、{wanted}、", autoescape=True)
    return cell == wanted
