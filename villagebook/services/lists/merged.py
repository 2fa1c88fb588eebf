"""Merged persons in an import: a list that names the other's code or number means the person kept.

In memory, whatever names a merged person names the kept one, so that matching needs no care; what is stored stays.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import Connection, FromClause, select

from villagebook.models import Person
from villagebook.services import kept as who

if TYPE_CHECKING:
    from villagebook.services.lists.sheaf import Shelf

Row = dict[str, Any]
Kept = Mapping[uuid.UUID, uuid.UUID]
R = TypeVar("R", bound=Mapping[str, Any])


def kept_persons(connection: Connection, village: uuid.UUID) -> dict[uuid.UUID, uuid.UUID]:
    """Return for each merged person of a village the one they turned out to be."""
    query = select(Person.id).where(Person.village_id == village, Person.merged_into.is_not(None))
    return who.roots(connection, connection.execute(query).scalars())


def followed(table: FromClause, rows: list[R], kept: Kept) -> list[R]:
    """Let rows name the kept persons; a person's own rows come before those of somebody merged into them."""
    names = [
        column.name
        for column in table.c
        if column.name != "merged_into" and any(key.target_fullname == "person.id" for key in column.foreign_keys)
    ]
    if not kept or not names:
        return rows
    theirs = []
    for row in rows:
        for name in names:
            if row[name] in kept:
                cast("Row", row)[name] = kept[row[name]]
                theirs.append(row["id"])
    last = set(theirs)
    return [row for row in rows if row["id"] not in last] + [row for row in rows if row["id"] in last]


def each_once(shelf: Shelf, rows: Iterable[Row]) -> list[Row]:
    """Return the kept persons of these rows, each once."""
    found = {key: shelf.rows[key] for row in rows for key in (shelf.kept.get(row["id"], row["id"]),)}
    return list(found.values())


def undecided(shelf: Shelf, row: Row, values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what a merged person is known to have where the kept one has something else.

    Which of the two is right was decided when they were merged; a list that still has both does not undo it.
    """
    theirs = [shelf.rows[key] for key, person in shelf.kept.items() if person == row["id"]]
    return {
        name: value
        for name, value in values.items()
        if row[name] in (None, value) or all(one[name] != value for one in theirs)
    }
