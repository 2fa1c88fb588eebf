"""Column types that behave the same on SQLite and PostgreSQL.

No type here relies on SQLite's type affinity or on rowid. Money and quantities are integers in the database:
money in 分, quantities in ten-thousandths, so that sums are exact on every engine.

To add a kind: one entry in ``KINDS``; field(), the importer's reading of cells and the ledgers' dressing ask
for the kind by this name (a test walks them).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, DateTime, Dialect, Integer, LargeBinary, Text, Uuid
from sqlalchemy.types import TypeDecorator, TypeEngine

QUANTITY_SCALE = 10_000


class Key(TypeDecorator[uuid.UUID]):
    """A UUIDv7: 16 bytes on SQLite, the native type on PostgreSQL; both sort by time."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the native type where there is one."""
        return dialect.type_descriptor(Uuid() if dialect.name == "postgresql" else LargeBinary(16))

    def process_bind_param(self, value: uuid.UUID | None, dialect: Dialect) -> Any:
        """Turn a UUID into what the driver stores."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> uuid.UUID | None:
        """Turn what the driver returns into a UUID."""
        if value is None or isinstance(value, uuid.UUID):
            return value
        # What UUID(bytes=…) does, less its looking at arguments that are not given; most of what is read are keys.
        key = object.__new__(uuid.UUID)
        object.__setattr__(key, "int", int.from_bytes(value, "big"))
        object.__setattr__(key, "is_safe", uuid.SafeUUID.unknown)
        return key


class QuantityType(TypeDecorator[Decimal]):
    """A quantity with up to four decimals (亩, 平方米, 公里, 只), stored as an integer of ten-thousandths."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        """Scale up; more than four decimals is a programming error."""
        if value is None:
            return None
        scaled = Decimal(value) * QUANTITY_SCALE
        if scaled != scaled.to_integral_value():
            raise ValueError(f"quantity {value} has more than four decimals")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Scale down and drop trailing zeros (3, 0.6)."""
        if value is None:
            return None
        return tidy(Decimal(value) / QUANTITY_SCALE)


def tidy(value: Decimal) -> Decimal:
    """Return the same number without trailing zeros and without an exponent."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


class UtcTime(TypeDecorator[dt.datetime]):
    """A point in time, aware, in UTC."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Refuse naive times; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone")
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Give the time back as UTC."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


def _sorted_text() -> TypeEngine[Any]:
    """Text compared byte by byte on every engine (pinyin, codes): collations differ between engines."""
    return Text().with_variant(Text(collation="C"), "postgresql")


KINDS: dict[str, Callable[[], TypeEngine[Any]]] = {
    "key": Key,              # this record's own key
    "ref": Key,              # key of another record, None while unresolved
    "text": Text,            # one line as typed
    "long_text": Text,       # several lines as typed
    "name": Text,            # a person's or place's name; never normalised
    "code": _sorted_text,    # number or code as text: width and blanks folded
    "sort": _sorted_text,    # pinyin and initials
    "phone": _sorted_text,
    "id_number": _sorted_text,
    "card": _sorted_text,
    "choice": Text,          # a value of a code list, or what was typed instead
    "int": Integer,
    "size": BigInteger,
    "money": BigInteger,     # 分
    "quantity": QuantityType,
    "day": Date,
    "month": _sorted_text,   # YYYY-MM
    "year": Integer,
    "time": UtcTime,
    "bool": Boolean,
    "json": lambda: JSON(none_as_null=True),  # an empty cell is NULL, never the JSON text null
    "bytes": LargeBinary,
}


def column_type(kind: str) -> TypeEngine[Any]:
    """Return a new column type for a kind.

    Raises:
        ValueError: no such kind.
    """
    try:
        return KINDS[kind]()
    except KeyError:
        raise ValueError(f"unknown kind of field {kind!r}; known: {', '.join(KINDS)}") from None
