"""Replay: the book made again from its journal, as it is or as it was recorded at a time."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, func, insert, select
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from villagebook.models import Record
from villagebook.store.book import Book, Engines
from villagebook.store.chain import CHANGE, OPERATION, Sources
from villagebook.store.commitments import canonical
from villagebook.store.images import decode, shape

_AT_ONCE = 500


class KnownBook(Book):
    """A book as it was recorded after one of its operations, in memory: read only, the same ledgers run on it.

    Secret values erased since are empty in it; it has no journal. Threads take turns.

    Attributes:
        seq: Number of the last operation it knows.
    """

    def __init__(self, book: Book, engine: Engine, seq: int) -> None:
        sources = Sources(book.village_id, book.clock, book.ids, book.randomness)
        super().__init__(book.folder, Engines(None, engine, lambda _: None, lambda: None), sources)
        self.seq = seq
        self._turn = threading.RLock()
        weakref.finalize(self, engine.dispose)

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Give the one connection there is."""
        with self._turn, super().read() as connection:
            yield connection


def replay(book: Book, target: Connection, seq: int | None = None) -> None:
    """Write all rows the journal knows into empty tables.

    Args:
        seq: Only operations up to this one; None: all. The journal itself is not copied.
    """
    with book.read() as connection:
        waiting: dict[str, list[dict[str, Any]]] = {}
        for table, image in _last_images(connection, book, seq):
            rows = waiting.setdefault(table, [])
            rows.append(decode(table, image))
            if len(rows) == _AT_ONCE:
                target.execute(insert(shape(table).table), rows)
                rows.clear()
        for table, rows in waiting.items():
            if rows:
                target.execute(insert(shape(table).table), rows)


def known_seq(book: Book, at: dt.datetime) -> int:
    """Return the number of the last operation recorded by a time, 0 if there was none yet.

    A computer's clock may have been wrong for a while: what came after an operation is never known before it.
    """
    with book.read() as connection:
        mine = OPERATION.c.village_id == book.village_id
        later = connection.execute(select(func.min(OPERATION.c.seq)).where(mine, OPERATION.c.at > at)).scalar()
        if later is not None:
            return int(later) - 1
        return int(connection.execute(select(func.max(OPERATION.c.seq)).where(mine)).scalar() or 0)


def rolled_back(book: Book, seq: int) -> KnownBook:
    """Return the book as it was recorded after an operation; closing it, or forgetting it, gives its memory back."""
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
            replay(book, connection, seq)
            connection.commit()
    except BaseException:
        engine.dispose()
        raise
    return KnownBook(book, engine, seq)


@contextmanager
def as_known(book: Book, at: dt.datetime) -> Iterator[Connection]:
    """Give a connection to a temporary copy of the book as it was recorded at a time."""
    then = rolled_back(book, known_seq(book, at))
    try:
        with then.read() as connection:
            yield connection
    finally:
        then.close()


def _last_images(connection: Connection, book: Book, seq: int | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (table, image) of every row that is there after an operation, by its last change up to then."""
    newest = func.row_number().over(
        partition_by=(CHANGE.c.record, CHANGE.c.record_id), order_by=(OPERATION.c.seq.desc(), CHANGE.c.position.desc())
    )
    known = [OPERATION.c.village_id == book.village_id]
    if seq is not None:
        known.append(OPERATION.c.seq <= seq)
    ranked = (
        select(CHANGE.c.id, CHANGE.c.after_open, newest.label("place"))
        .join_from(OPERATION, CHANGE, CHANGE.c.operation_id == OPERATION.c.id)
        .where(*known)
        .subquery()
    )
    query = (
        select(CHANGE.c.record, CHANGE.c.after_open, CHANGE.c.after_secret)
        .join(ranked, ranked.c.id == CHANGE.c.id)
        .where(ranked.c.place == 1, ranked.c.after_open.is_not(None))
    )
    for table, opened, secret in connection.execution_options(yield_per=1000).execute(query):
        yield table, {**opened, **(secret or {})}
