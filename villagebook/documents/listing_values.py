"""How a ledger's native values stand in a printed list: money 1,234.56, days ISO, ids as text, nothing rounded.

To add a kind: its line in ``_WRITTEN`` and, if it is a number or must not be broken, in the sets.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from villagebook.base.days import iso
from villagebook.documents.values import Kind, shown

#: The country has one time zone; times are stored in UTC.
_CHINA = dt.timezone(dt.timedelta(hours=8))


class ListingColumn(Protocol):
    """A column as far as paper needs it; a ledger's column is one.

    Attributes:
        id: Key of its values in the rows.
        heading: Without the unit.
        kind: Name of a kind of field.
        unit: None if the values have none.
        total: Whether its values add up.
    """

    @property
    def id(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def total(self) -> bool: ...


def _text(value: object) -> str:
    if isinstance(value, float):
        raise TypeError(f"a float has no place on paper: {value!r}")
    if isinstance(value, Mapping):
        return "；".join(f"{key}：{_text(item)}" for key, item in value.items() if item is not None)
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return "、".join(_text(item) for item in value if item is not None)
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def _day(value: object) -> str:
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise TypeError(f"a day was expected, not {type(value).__name__}")
    return iso(value)


def _time(value: object) -> str:
    if not isinstance(value, dt.datetime) or value.tzinfo is None:
        raise TypeError(f"an aware time was expected, not {type(value).__name__}")
    return f"{value.astimezone(_CHINA):%Y-%m-%d %H:%M:%S}"


def _yes_no(value: object) -> str:
    if not isinstance(value, bool):
        raise TypeError(f"yes or no was expected, not {type(value).__name__}")
    return "是" if value else "否"


_WRITTEN: Mapping[str, Callable[[object], str]] = {
    "money": lambda value: shown(value, Kind.MONEY),
    "wan": lambda value: shown(value, Kind.WAN),
    "int": lambda value: shown(value, Kind.COUNT),
    "size": lambda value: shown(value, Kind.COUNT),
    "quantity": lambda value: shown(value, Kind.QUANTITY),
    "day": _day,
    "time": _time,
    "bool": _yes_no,
}
_NUMBERS = frozenset({"money", "wan", "int", "size", "quantity"})
_UNBROKEN = _NUMBERS | {
    "day", "time", "bool", "year", "month", "code", "sort", "phone", "id_number", "card", "key", "ref", "serial",
}  # fmt: skip


def written(column: ListingColumn, value: object) -> str:
    """Return a value as it is printed; "" for none.

    Raises:
        TypeError: it is not of the column's kind.
    """
    if value is None or value == "":
        return ""
    if column.unit == "%" and isinstance(value, Decimal):
        return f"{value:.2f}"  # so that shares stand point under point
    return _WRITTEN.get(column.kind, _text)(value)


def stands_right(column: ListingColumn) -> bool:
    """Return whether the column's values share a right edge."""
    return column.kind in _NUMBERS


def is_one_line(column: ListingColumn) -> bool:
    """Return whether the column's values are never broken."""
    return column.kind in _UNBROKEN
