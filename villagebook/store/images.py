"""Images: a row as plain JSON, the form in which the journal remembers it.

An image maps column names to plain JSON values; empty columns are left out, so that a column added by a later
migration does not change the images of older rows. Which JSON a value becomes follows from the field's kind,
so no type tags are needed. Encoding is strict: a value the database would silently store as something else
(a float as money, a datetime as a day) is a programming error and raises TypeError.

To add a kind of field: one entry in ``_CODECS``; a test walks ``models.types.KINDS``.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, cast

from sqlalchemy import Table

from villagebook.models import BY_TABLE, Privacy, fields_of
from villagebook.models.types import tidy
from villagebook.store.commitments import canonical, time_text

#: Column name -> plain JSON value; no None values.
Image = dict[str, Any]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return str(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return int(value)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _key(value: Any) -> str:
    if not isinstance(value, uuid.UUID):
        raise TypeError
    return str(value)


def _day(value: Any) -> str:
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise TypeError
    return value.isoformat()


def _time(value: Any) -> str:
    if not isinstance(value, dt.datetime) or value.tzinfo is None:
        raise TypeError
    return time_text(value)


def _quantity(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
        raise TypeError
    return format(tidy(Decimal(value)), "f")


def _bytes(value: Any) -> str:
    if not isinstance(value, bytes):
        raise TypeError
    return base64.b64encode(value).decode()


def _json(value: Any) -> Any:
    # A copy, and a proof that it is plain: what the caller does to his own dict later must not reach the journal.
    return json.loads(canonical(value))


_Codec = tuple[Callable[[Any], Any], Callable[[Any], Any]]


def _same(value: Any) -> Any:
    return value


_TEXT: _Codec = (_text, _same)
_WHOLE: _Codec = (_whole, _same)
_KEY: _Codec = (_key, uuid.UUID)

_CODECS: dict[str, _Codec] = {
    "key": _KEY,
    "ref": _KEY,
    "text": _TEXT,
    "long_text": _TEXT,
    "name": _TEXT,
    "code": _TEXT,
    "sort": _TEXT,
    "phone": _TEXT,
    "id_number": _TEXT,
    "card": _TEXT,
    "choice": _TEXT,
    "month": _TEXT,
    "int": _WHOLE,
    "size": _WHOLE,
    "money": _WHOLE,
    "year": _WHOLE,
    "quantity": (_quantity, Decimal),
    "day": (_day, dt.date.fromisoformat),
    "time": (_time, dt.datetime.fromisoformat),
    "bool": (_truth, _same),
    "json": (_json, _same),
    "bytes": (_bytes, base64.b64decode),
}


def encode_value(kind: str, value: Any) -> Any:
    """Return a value of a kind as plain JSON.

    Raises:
        TypeError: the value is not what fields of this kind hold.
    """
    try:
        return _CODECS[kind][0](value)
    except TypeError:
        raise TypeError(f"a field of kind {kind!r} cannot hold {type(value).__name__}") from None


def decode_value(kind: str, value: Any) -> Any:
    """Return the value again that ``encode_value`` was given."""
    return _CODECS[kind][1](value)


@dataclass(frozen=True, slots=True)
class Shape:
    """How rows of one table become images: per column its name, codec and whether it is secret."""

    table: Table
    columns: tuple[tuple[str, str, Callable[[Any], Any], Callable[[Any], Any]], ...]
    secret: frozenset[str]
    volatile: frozenset[str]
    names: frozenset[str]


@cache
def shape(table_name: str) -> Shape:
    """Return the shape of a table.

    Raises:
        KeyError: no record has this table.
    """
    record = BY_TABLE[table_name]
    fields = fields_of(record)
    return Shape(
        cast("Table", record.__table__),
        tuple((field.name, field.kind, *_CODECS[field.kind]) for field in fields),
        frozenset(field.name for field in fields if field.privacy is Privacy.SECRET),
        frozenset(field.name for field in fields if field.volatile),
        frozenset(field.name for field in fields),
    )


def encode(table_name: str, row: Mapping[Any, Any]) -> Image:
    """Return the image of a row; columns that ``row`` does not name count as empty.

    Raises:
        TypeError: a value is not what its field holds; the message names the field.
    """
    image: Image = {}
    for name, kind, to_json, _ in shape(table_name).columns:
        value = row.get(name)
        if value is not None:
            try:
                image[name] = to_json(value)
            except TypeError:
                raise TypeError(f"{table_name}.{name} ({kind}) cannot hold {type(value).__name__}") from None
    return image


def decode(table_name: str, image: Image) -> dict[str, Any]:
    """Return the row of an image, every column named; names the table no longer has are left out."""
    return {
        name: None if (value := image.get(name)) is None else from_json(value)
        for name, _, _, from_json in shape(table_name).columns
    }


def parts(table_name: str, image: Image) -> tuple[Image, Image | None]:
    """Split an image into its open and its secret part; None if the table has no secret field at all.

    A secret part without values is ``{}``, so that its salted commitment does not tell whether there are any.
    """
    secret = shape(table_name).secret
    if not secret:
        return image, None
    return (
        {name: value for name, value in image.items() if name not in secret},
        {name: value for name, value in image.items() if name in secret},
    )


def touched(before: Image | None, after: Image | None) -> tuple[str, ...]:
    """Return the names of the columns that differ, sorted."""
    old, new = before or {}, after or {}
    return tuple(sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)))
