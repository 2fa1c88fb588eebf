"""Images as texts: what the journal stores and seals of a row, in one step from the row's values.

An import writes hundreds of thousands of rows. Making a dictionary of each, splitting it, and writing both parts as
JSON, once for the seal and once for the database, took longer than everything else. The texts made here are the same
to the last byte (a test compares them) and are what is kept until the operation is written.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from villagebook.models import BY_TABLE, Privacy, fields_of
from villagebook.store.commitments import canonical
from villagebook.store.images import Image, encode, encode_value, parts, shape

_Quote = Callable[[Any], str]


class Texts(NamedTuple):
    """Canonical JSON, as UTF-8, of the two parts of an image; ``secret`` None if the table has no secret field."""

    open: bytes
    secret: bytes | None

    @property
    def image(self) -> Image:
        """The image again."""
        return {**json.loads(self.open), **json.loads(self.secret or b"{}")}


def texts_of(table_name: str, image: Image) -> Texts:
    """Return the texts of an image."""
    opened, secret = parts(table_name, image)
    return Texts(canonical(opened).encode(), None if secret is None else canonical(secret).encode())


def written(table_name: str, row: Mapping[Any, Any]) -> Texts:
    """Return the texts of a row of values, as ``texts_of`` its image would; columns it does not name are empty.

    Raises:
        TypeError: a value is not what its field holds; the message names the field.
    """
    opened, secret, has_secret = _quotes(table_name)
    try:
        return Texts(_joined(opened, row), _joined(secret, row) if has_secret else None)
    except TypeError:
        encode(table_name, row)  # tells which field
        raise


def stored_texts(connection: Connection, table_name: str, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Texts]:
    """Return the texts of the rows that exist among at most a thousand keys."""
    columns = shape(table_name).table.c
    rows = connection.execute(select(*columns).where(columns.id.in_(list(ids)))).mappings()
    return {row["id"]: written(table_name, row) for row in rows}


def _joined(quotes: tuple[tuple[str, str, _Quote], ...], row: Mapping[Any, Any]) -> bytes:
    get = row.get
    said = [key + quote(value) for name, key, quote in quotes if (value := get(name)) is not None]
    return ("{" + ",".join(said) + "}").encode()


@cache
def _quotes(table_name: str) -> tuple[tuple[tuple[str, str, _Quote], ...], tuple[tuple[str, str, _Quote], ...], bool]:
    """Return name, JSON key and quoting of the open and of the secret columns, sorted, and whether there are secret."""
    opened: list[tuple[str, str, _Quote]] = []
    secret: list[tuple[str, str, _Quote]] = []
    for field in sorted(fields_of(BY_TABLE[table_name]), key=lambda field: field.name):
        quote = _QUOTES.get(field.kind, _quote_text)
        part = secret if field.privacy is Privacy.SECRET else opened
        part.append((field.name, f'"{field.name}":', quote))
    return tuple(opened), tuple(secret), bool(secret)


def _quote_text(value: Any) -> str:
    if value.__class__ is not str:
        value = encode_value("text", value)
    return encode_basestring(value)


def _quote_whole(value: Any) -> str:
    if value.__class__ is not int:
        value = encode_value("int", value)
    return int.__repr__(value)


def _quote_key(value: Any) -> str:
    if not isinstance(value, uuid.UUID):
        raise TypeError
    text = value.hex
    return f'"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"'


def _quote_encoded(kind: str, value: Any) -> str:
    return canonical(encode_value(kind, value))


#: Kinds not listed are texts.
_QUOTES: dict[str, _Quote] = {
    "key": _quote_key,
    "ref": _quote_key,
    **dict.fromkeys(("int", "size", "money", "year"), _quote_whole),
    **{kind: partial(_quote_encoded, kind) for kind in ("quantity", "day", "time", "bool", "json", "bytes")},
}
