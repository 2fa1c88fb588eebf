"""Rows being collected, and the keys by which they refer to each other."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any
from uuid import UUID

from villagebook.base.clock import IdSource
from villagebook.models import Record

Values = dict[str, Any]


class Rows:
    """Rows by record class, in the order in which they were added.

    Attributes:
        found: Record class -> rows; each row has its key under ``id``.
    """

    def __init__(self, ids: IdSource) -> None:
        self._ids = ids
        self._keys: dict[tuple[type[Record], Hashable], UUID] = {}
        self.found: dict[type[Record], list[Values]] = {}

    def add(self, record: type[Record], name: Hashable, values: Mapping[str, object]) -> UUID:
        """Add a row and return its key, by which others may refer to it.

        Raises:
            ValueError: there is a row of this record and name already.
        """
        if (record, name) in self._keys:
            raise ValueError(f"{record.__tablename__} {name!r} twice")
        key = self._keys[record, name] = self._ids.next()
        self.found.setdefault(record, []).append({"id": key, **values})
        return key

    def key(self, record: type[Record], name: Hashable) -> UUID:
        """Return the key of a row added before; a LookupError is a mistake in the tables."""
        return self._keys[record, name]

    def whole(self, record: type[Record]) -> tuple[Values, ...]:
        """Return the rows of a record, each with the same fields: None where it told nothing."""
        rows = self.found.get(record, [])
        names = dict.fromkeys(name for row in rows for name in row)
        return tuple({name: row.get(name) for name in names} for row in rows)

    def row(self, record: type[Record], name: Hashable) -> Values:
        """Return a row added before, by its name."""
        key = self.key(record, name)
        return next(row for row in self.found[record] if row["id"] == key)
