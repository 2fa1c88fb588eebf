"""Replay: the book made again from its journal, as it is or as it was recorded on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, delete, insert, true, update
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from villagebook.models import Record
from villagebook.store.book import Book
from villagebook.store.chain import OPERATION
from villagebook.store.commitments import canonical
from villagebook.store.entries import row_changes
from villagebook.store.images import decode, shape
from villagebook.store.recorder import RowChange


def replay(book: Book, target: Connection, known_at: dt.datetime | None = None) -> None:
    """Write all rows the journal knows into empty tables.

    Args:
        known_at: Only operations up to this time, aware; None: all. The journal itself is not copied.
    """
    which = true() if known_at is None else OPERATION.c.at <= known_at
    with book.read() as connection:
        for _, change, _ in row_changes(connection, book.village_id, which):
            _write(target, change)


@contextmanager
def as_known(book: Book, at: dt.datetime) -> Iterator[Connection]:
    """Give a connection to a temporary copy of the book as it was recorded at a time, in memory.

    The same ledgers run on it. Secret values erased since are empty there too.
    """
    engine = create_engine(
        "sqlite://",
        creator=lambda: dbapi2.connect(":memory:", check_same_thread=False),
        module=dbapi2,
        poolclass=StaticPool,
        json_serializer=canonical,
    )
    try:
        with engine.connect() as connection:
            Record.metadata.create_all(connection)
            replay(book, connection, at)
            yield connection
    finally:
        engine.dispose()


def _write(target: Connection, change: RowChange) -> None:
    table = shape(change.table).table
    if change.after is None:
        target.execute(delete(table).where(table.c.id == change.id))
    elif change.before is None:
        target.execute(insert(table), decode(change.table, change.after))
    else:
        target.execute(update(table).where(table.c.id == change.id), decode(change.table, change.after))
