"""The journal, read: who did what and when, row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from villagebook.store.book import Book
from villagebook.store.chain import CHANGE, OPERATION, Undo
from villagebook.store.commitments import FIRST


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation as people see it.

    Attributes:
        seq: Its number in the village's journal, from 1.
        undone_by: Number of the operation that took it back; None if it stands.
        undoes: Number of the operation it takes back; None if it takes back none.
        tables: How many rows of each table it changed.
    """

    seq: int
    at: dt.datetime
    actor: str
    verb: str
    heading: str
    undo: Undo
    undoes: int | None
    undone_by: int | None
    tables: Mapping[str, int]


def entries(book: Book, limit: int | None = None) -> list[Entry]:
    """Return the operations, newest first; at most ``limit``."""
    with book.read() as connection:
        undone = _undone(book)
        query = select(OPERATION).where(OPERATION.c.village_id == book.village_id).order_by(OPERATION.c.seq.desc())
        rows = connection.execute(query.limit(limit)).mappings().all()
        counts: dict[object, dict[str, int]] = {}
        if rows:
            counted = (
                select(CHANGE.c.operation_id, CHANGE.c.record, func.count())
                .join(OPERATION, OPERATION.c.id == CHANGE.c.operation_id)
                .where(OPERATION.c.village_id == book.village_id, OPERATION.c.seq >= rows[-1]["seq"])
                .group_by(CHANGE.c.operation_id, CHANGE.c.record)
                .order_by(CHANGE.c.record)
            )
            for operation_id, record, count in connection.execute(counted):
                counts.setdefault(operation_id, {})[record] = count
        return [
            Entry(
                row["seq"], row["at"], row["actor"], row["verb"], row["heading"], Undo(row["undo"]),
                row["undoes_seq"], undone.get(row["seq"]), counts.get(row["id"], {}),
            )
            for row in rows
        ]  # fmt: skip


def head(book: Book) -> str:
    """Return the hash of the last operation, 64 hex digits; its first twelve stand on papers."""
    with book.read() as connection:
        query = select(OPERATION.c.hash).where(OPERATION.c.village_id == book.village_id)
        return connection.execute(query.order_by(OPERATION.c.seq.desc()).limit(1)).scalar() or FIRST


def _undone(book: Book) -> dict[int, int]:
    """Return for each operation that is taken back the number of the operation that did it."""
    with book.read() as connection:
        query = (
            select(OPERATION.c.seq, OPERATION.c.undoes_seq)
            .where(OPERATION.c.village_id == book.village_id, OPERATION.c.undoes_seq.is_not(None))
            .order_by(OPERATION.c.seq.desc())
        )
        undone: dict[int, int] = {}
        for seq, undoes in connection.execute(query):
            # From the newest on: an undo counts if nothing newer that stands takes it back (redo).
            if seq not in undone:
                undone.setdefault(undoes, seq)
        return undone
