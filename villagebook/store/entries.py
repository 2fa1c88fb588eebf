"""The journal, read: who did what and when, row by row."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from villagebook.models import BY_TABLE, FieldInfo, fields_of
from villagebook.store import naming
from villagebook.store.book import Book
from villagebook.store.chain import CHANGE, OPERATION, Undo, last
from villagebook.store.images import Image, decode, touched
from villagebook.store.recorder import RowChange, stored_images

_PAGE = 50


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


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """What an operation did to one row, in native values.

    Attributes:
        code: What people call the record.
        before, after: Values by column name; None for an inserted, a deleted row.
        fields: The fields that differ.
        erased: Whether secret values of it were erased from the journal for good.
    """

    table: str
    id: uuid.UUID
    code: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    fields: tuple[FieldInfo, ...]
    erased: bool


def entries(book: Book, limit: int | None = None) -> list[Entry]:
    """Return the operations, newest first; at most ``limit``."""
    with book.read() as connection:
        return _entries(connection, book, None, limit)


def newest(book: Book) -> Iterator[Entry]:
    """Yield the operations, newest first, without reading all of a long journal."""
    last: int | None = None
    while True:
        with book.read() as connection:
            page = _entries(connection, book, None, _PAGE, last)
        yield from page
        if len(page) < _PAGE:
            return
        last = page[-1].seq


def entry(book: Book, seq: int) -> Entry | None:
    """Return one operation, or None."""
    with book.read() as connection:
        return next(iter(_entries(connection, book, [seq], None)), None)


def changes(book: Book, seq: int, limit: int | None = None) -> list[ChangedRow]:
    """Return what an operation did, in the order in which it did it; at most ``limit`` rows.

    Empty if there is no such operation. An import of 12,000 people takes a second or two: windows give a limit.
    """
    with book.read() as connection:
        made = list(row_changes(connection, book.village_id, OPERATION.c.seq == seq, limit))
        return _shown(connection, [change for _, change, _ in made], [erased for _, _, erased in made])


def history(book: Book, table: str, id: uuid.UUID) -> list[tuple[Entry, ChangedRow]]:
    """Return what was done to one record, newest first."""
    with book.read() as connection:
        made = list(row_changes(connection, book.village_id, (CHANGE.c.record == table) & (CHANGE.c.record_id == id)))
        by_seq = {found.seq: found for found in _entries(connection, book, [seq for seq, _, _ in made], None)}
        rows = _shown(connection, [change for _, change, _ in made], [erased for _, _, erased in made])
        return [(by_seq[seq], row) for (seq, _, _), row in zip(made, rows, strict=True)][::-1]


def head(book: Book) -> str:
    """Return the hash of the last operation, 64 hex digits; its first twelve stand on papers."""
    with book.read() as connection:
        return last(connection, book.village_id)[1]


def row_changes(
    connection: Connection, village_id: uuid.UUID, which: ColumnElement[bool], limit: int | None = None
) -> Iterator[tuple[int, RowChange, bool]]:
    """Yield (number of the operation, change, erased) oldest first, of the operations or changes ``which`` picks."""
    query = (
        select(
            OPERATION.c.seq, CHANGE.c.record, CHANGE.c.record_id,
            CHANGE.c.before_open, CHANGE.c.before_secret, CHANGE.c.before_secret_commitment,
            CHANGE.c.after_open, CHANGE.c.after_secret, CHANGE.c.after_secret_commitment,
        )
        .join_from(OPERATION, CHANGE, CHANGE.c.operation_id == OPERATION.c.id)
        .where(OPERATION.c.village_id == village_id, which)
        .order_by(OPERATION.c.seq, CHANGE.c.position)
        .limit(limit)
    )  # fmt: skip
    for seq, record, id, bo, bs, b_sealed, ao, as_, a_sealed in connection.execute(query):
        erased = (bs is None and b_sealed is not None) or (as_ is None and a_sealed is not None)
        before = None if bo is None else {**bo, **(bs or {})}
        after = None if ao is None else {**ao, **(as_ or {})}
        yield seq, RowChange(record, id, before, after), erased


def undone(connection: Connection, village_id: uuid.UUID) -> dict[int, int]:
    """Return for each operation that is taken back the number of the operation that did it."""
    query = (
        select(OPERATION.c.seq, OPERATION.c.undoes_seq)
        .where(OPERATION.c.village_id == village_id, OPERATION.c.undoes_seq.is_not(None))
        .order_by(OPERATION.c.seq.desc())
    )
    by: dict[int, int] = {}
    for seq, undoes in connection.execute(query):
        # From the newest on: an undo counts unless something newer that stands takes it back (redo).
        if seq not in by:
            by.setdefault(undoes, seq)
    return by


class Namer:
    """Gives records their people-codes: from images at hand, else from the book's present rows."""

    def __init__(self, connection: Connection, images: Mapping[tuple[str, uuid.UUID], Image]) -> None:
        self._connection = connection
        self._images: dict[tuple[str, uuid.UUID], Image | None] = dict(images)

    def code(self, table: str, id: uuid.UUID) -> str:
        """Return what people call a record."""
        return naming.code(table, id, self._follow(table, id), self._follow)

    def _follow(self, table: str, id: uuid.UUID) -> Image | None:
        if (table, id) not in self._images:
            self._images[table, id] = stored_images(self._connection, table, [id]).get(id)
        return self._images[table, id]


def _entries(
    connection: Connection, book: Book, seqs: Collection[int] | None, limit: int | None, below: int | None = None
) -> list[Entry]:
    by = undone(connection, book.village_id)
    mine = OPERATION.c.village_id == book.village_id
    if seqs is not None:
        mine &= OPERATION.c.seq.in_(seqs)
    if below is not None:
        mine &= OPERATION.c.seq < below
    query = select(OPERATION).where(mine).order_by(OPERATION.c.seq.desc()).limit(limit)
    rows = connection.execute(query).mappings().all()
    counts: dict[uuid.UUID, dict[str, int]] = {}
    if rows:
        counted = (
            select(CHANGE.c.operation_id, CHANGE.c.record, func.count())
            .join_from(OPERATION, CHANGE, OPERATION.c.id == CHANGE.c.operation_id)
            .where(mine, OPERATION.c.seq >= rows[-1]["seq"])
            .group_by(CHANGE.c.operation_id, CHANGE.c.record)
            .order_by(CHANGE.c.record)
        )
        for operation_id, record, count in connection.execute(counted):
            counts.setdefault(operation_id, {})[record] = count
    return [
        Entry(
            row["seq"], row["at"], row["actor"], row["verb"], row["heading"], Undo(row["undo"]),
            row["undoes_seq"], by.get(row["seq"]), counts.get(row["id"], {}),
        )
        for row in rows
    ]  # fmt: skip


def _shown(connection: Connection, made: list[RowChange], erased: list[bool]) -> list[ChangedRow]:
    namer = Namer(connection, {(change.table, change.id): change.after or change.before or {} for change in made})
    shown = []
    for change, gone in zip(made, erased, strict=True):
        names = touched(change.before, change.after)
        shown.append(
            ChangedRow(
                change.table,
                change.id,
                namer.code(change.table, change.id),
                None if change.before is None else decode(change.table, change.before),
                None if change.after is None else decode(change.table, change.after),
                tuple(field for field in fields_of(BY_TABLE[change.table]) if field.name in names),
                gone,
            )
        )
    return shown
