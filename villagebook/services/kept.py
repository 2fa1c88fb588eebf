"""Who is who after merging: nothing is ever re-pointed, a merged person's records are found through ``merged_into``."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import InstrumentedAttribute

from villagebook.models import Person

_CHUNK = 500


def roots(connection: Connection, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Return for each person the one they turned out to be, through whole chains; themselves if not merged."""
    asked = set(keys)
    into: dict[uuid.UUID, uuid.UUID | None] = {}
    wanted = asked
    while wanted:
        found = {row.id: row.merged_into for row in _read(connection, Person.id, wanted)}
        into |= found
        wanted = {key for key in found.values() if key is not None} - into.keys()
    return {key: _last(key, into) for key in asked}


def _last(key: uuid.UUID, into: Mapping[uuid.UUID, uuid.UUID | None]) -> uuid.UUID:
    seen = {key}
    while (following := into.get(key)) is not None and following not in seen:
        seen.add(following)
        key = following
    return key


def family(connection: Connection, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Return every record of these persons, those merged into them too: record -> the person kept."""
    kept = set(roots(connection, keys).values())
    found = {key: key for key in kept}
    wanted: Iterable[uuid.UUID] = kept
    while wanted:
        merged = {row.id: found[row.merged_into] for row in _read(connection, Person.merged_into, wanted)}
        wanted = merged.keys() - found.keys()
        found |= {key: merged[key] for key in wanted}
    return found


def _read(connection: Connection, column: InstrumentedAttribute[Any], keys: Iterable[uuid.UUID]) -> list[Row[Any]]:
    every = sorted(keys)
    query = select(Person.id, Person.merged_into)
    parts = (every[start : start + _CHUNK] for start in range(0, len(every), _CHUNK))
    return [row for part in parts for row in connection.execute(query.where(column.in_(part)))]
