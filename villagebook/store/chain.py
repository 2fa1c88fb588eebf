"""The chain: appends an operation and its changes to the journal of a village.

Whoever appends holds the village's write lock (BEGIN IMMEDIATE, or the advisory lock on PostgreSQL), so that
the last operation read here is still the last one when the next is written.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Connection, Table, insert, select

from villagebook.base.clock import Clock, IdSource
from villagebook.models import Change, Operation, Village
from villagebook.store.commitments import (
    FIRST,
    SALT_BYTES,
    ChangeSeal,
    Link,
    OperationHash,
    Randomness,
    canonical,
    commit_to,
)
from villagebook.store.images import encode
from villagebook.store.inserting import Inserter
from villagebook.store.recorder import BATCH, Recorded, RowChange
from villagebook.store.schema import VERSION

OPERATION = cast("Table", Operation.__table__)
CHANGE = cast("Table", Change.__table__)


class Undo(StrEnum):
    """How a verb is taken back."""

    #: By the journal: the rows become what they were.
    INVERSE = "inverse"
    #: Only by another verb of the office (冲销, 撤回): something left the office.
    COUNTER = "counter"
    #: Not at all, and Ctrl+Z passes over it: printing, backup, export.
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Sources:
    """Where an operation's village, time, keys and salts come from."""

    village_id: uuid.UUID
    clock: Clock
    ids: IdSource
    randomness: Randomness


@dataclass(frozen=True, slots=True)
class Header:
    """What a person sees of an operation."""

    verb: str
    actor: str
    heading: str
    undo: Undo
    undoes_seq: int | None = None


def append(connection: Connection, sources: Sources, header: Header, changes: Sequence[Recorded]) -> int:
    """Write one operation with its changes; return its sequence number. The caller commits."""
    seq, previous = last(connection, sources.village_id)
    operation_id = sources.ids.next()
    heading_salt = sources.randomness(SALT_BYTES)
    link = Link(
        village_id=sources.village_id,
        id=operation_id,
        seq=seq + 1,
        at=sources.clock.now(),
        actor=header.actor,
        verb=header.verb,
        undo=header.undo.value,
        undoes_seq=header.undoes_seq,
        schema_version=VERSION,
        heading_commitment=commit_to(heading_salt, canonical(header.heading)),
        previous_hash=previous,
    )
    whole = OperationHash(link)
    inserter = Inserter(connection, CHANGE, texts=True)
    # The changes are written while they are sealed, before their operation, whose hash covers all of them: together
    # they would take more memory than everything else. The reference between them is checked at commit.
    for start in range(0, len(changes), _BATCH):
        batch = changes[start : start + _BATCH]
        rows = list(_change_rows(sources, operation_id, start + 1, batch))
        for row in rows:
            whole.add(seal(row))
        inserter.insert(rows)
    connection.execute(
        insert(OPERATION),
        {
            "id": operation_id,
            "village_id": sources.village_id,
            "seq": link.seq,
            "at": link.at,
            "actor": link.actor,
            "verb": link.verb,
            "heading": header.heading,
            "undo": link.undo,
            "undoes_seq": link.undoes_seq,
            "schema_version": link.schema_version,
            "heading_salt": heading_salt,
            "heading_commitment": link.heading_commitment,
            "previous_hash": link.previous_hash,
            "hash": whole.hexdigest(),
        },
    )
    return link.seq


def found(connection: Connection, village: Mapping[str, str | None], actor: str, sources: Sources) -> None:
    """Write a village and the first operation of its journal."""
    row = {"id": sources.village_id, **village}
    connection.execute(insert(Village), row)
    change = RowChange(Village.__tablename__, sources.village_id, None, encode(Village.__tablename__, row))
    header = Header("book.create", actor, f"建账：{village['name']}", Undo.NONE)
    append(connection, sources, header, [Recorded.of(change)])


def seal(change: Mapping[str, Any]) -> ChangeSeal:
    """Return what an operation's hash covers of a change, from its row."""
    return (
        str(change["id"]),
        change["record"],
        str(change["record_id"]),
        change.get("before_open_commitment"),
        change.get("before_secret_commitment"),
        change.get("after_open_commitment"),
        change.get("after_secret_commitment"),
    )


def last(connection: Connection, village_id: uuid.UUID) -> tuple[int, str]:
    """Return number and hash of the last operation."""
    row = connection.execute(
        select(OPERATION.c.seq, OPERATION.c.hash)
        .where(OPERATION.c.village_id == village_id)
        .order_by(OPERATION.c.seq.desc())
        .limit(1)
    ).one_or_none()
    return (0, FIRST) if row is None else (row.seq, row.hash)


def _change_rows(
    sources: Sources, operation_id: uuid.UUID, position: int, changes: Sequence[Recorded]
) -> Iterator[dict[str, Any]]:
    """Yield the rows of some changes; ``position`` is the first one's."""
    for at, change in enumerate(changes, start=position):
        before, after = change.before or _NOTHING, change.after or _NOTHING
        row: dict[str, Any] = {
            "id": sources.ids.next(),
            "village_id": sources.village_id,
            "operation_id": operation_id,
            "position": at,
            "record": change.table,
            "record_id": change.id,
        }
        for part, text in zip(_PARTS, (*before, *after), strict=True):
            row[part] = text
            if text is not None:
                salt = sources.randomness(SALT_BYTES)
                row[part + "_salt"] = salt
                row[part + "_commitment"] = commit_to(salt, text)
        yield row


_BATCH = 2 * BATCH
_NOTHING = (None, None)
_PARTS = ("before_open", "before_secret", "after_open", "after_secret")
