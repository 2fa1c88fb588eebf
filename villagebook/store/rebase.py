"""After a migration that changed stored values: one operation that says so.

Verification compares every row with its last image. A migration that moves or converts values would make all of
them look tampered with; so what it changed is recorded like any other change. Rows that were already wrong before
the migration are left out: an upgrade must not make tampering look right.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from sqlalchemy import Connection, inspect, select, true

from villagebook.models import BY_TABLE, JOURNAL_TABLES
from villagebook.store.chain import CHANGE, OPERATION, Header, Sources, Undo, append
from villagebook.store.images import Image, encode, shape
from villagebook.store.recorder import Recorded, RowChange

Key = tuple[str, uuid.UUID]


def differing(connection: Connection, village_id: uuid.UUID) -> list[RowChange]:
    """Return the rows that are not what their last change left: before is that image, after the present row.

    Looks only at columns that the database has and the models know.
    """
    last = _last_images(connection, village_id)
    found = []
    for table, id, present, columns in _present(connection, village_id):
        image = last.pop((table, id), None)
        known = None if image is None else {name: value for name, value in image.items() if name in columns}
        if known != present:
            found.append(RowChange(table, id, image, present))
    return found + [RowChange(table, id, image, None) for (table, id), image in last.items() if image is not None]


def record(connection: Connection, sources: Sources, before: list[RowChange]) -> None:
    """Record what a migration changed; ``before`` is what ``differing`` returned ahead of it."""
    wrong = {(change.table, change.id) for change in before}
    changes = [
        Recorded.of(change)
        for change in differing(connection, sources.village_id)
        if (change.table, change.id) not in wrong
    ]
    if changes:
        append(connection, sources, Header("book.upgrade", "本程序", "升级账本", Undo.NONE), changes)


def _last_images(connection: Connection, village_id: uuid.UUID) -> dict[Key, Image | None]:
    query = (
        select(CHANGE.c.record, CHANGE.c.record_id, CHANGE.c.after_open, CHANGE.c.after_secret)
        .join_from(OPERATION, CHANGE, CHANGE.c.operation_id == OPERATION.c.id)
        .where(OPERATION.c.village_id == village_id)
        .order_by(OPERATION.c.seq, CHANGE.c.position)
    )
    return {
        (table, id): None if opened is None else {**opened, **(secret or {})}
        for table, id, opened, secret in connection.execute(query)
        if table in BY_TABLE
    }


def _present(connection: Connection, village_id: uuid.UUID) -> Iterator[tuple[str, uuid.UUID, Image, set[str]]]:
    inspector = inspect(connection)
    existing = set(inspector.get_table_names())
    for name in BY_TABLE:
        if name in JOURNAL_TABLES or name not in existing:
            continue
        table = shape(name).table
        columns = {column["name"] for column in inspector.get_columns(name)} & set(table.c.keys())
        mine = table.c.village_id == village_id if "village_id" in columns else true()
        if name == "village":
            mine = table.c.id == village_id
        for row in connection.execute(select(*(table.c[each] for each in sorted(columns))).where(mine)).mappings():
            yield name, row["id"], encode(name, row), columns
