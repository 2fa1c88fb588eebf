"""One unit of work: one verb, one transaction, one entry in the journal."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, event, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from villagebook.base.progress import QUIET, Progress
from villagebook.models import BY_TABLE, BookKey, Record
from villagebook.store import bulk, chain
from villagebook.store.chain import Header, Sources, Undo
from villagebook.store.guard import gate
from villagebook.store.recorder import Recorder
from villagebook.store.trouble import in_words, known, referred

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Committed:
    """What a commit did.

    Attributes:
        seq: The operation's number; None if nothing changed and nothing was written.
        heading: The operation's heading.
        families: Names of the tables whose rows changed.
    """

    seq: int | None
    heading: str
    families: frozenset[str]


class RecordingSession(Session):
    """A session whose flushes are observed; it never commits the work's transaction by itself."""

    def __init__(self, connection: Connection, recorder: Recorder, new_id: Callable[[], uuid.UUID]) -> None:
        super().__init__(connection, expire_on_commit=False, join_transaction_mode="rollback_only")
        self._own_connection = connection

        @event.listens_for(self, "before_flush")
        def _observe(session: Session, context: object, instances: object) -> None:
            recorder.observe(session, new_id)

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Write what is pending, past the guard that refuses unrecorded writes."""
        with in_words(), gate(self._own_connection):
            super().flush(objects)


class Work:
    """An open unit of work; made by ``Book.work()``. Leaving it without ``commit()`` rolls back.

    Attributes:
        session: For single records; every flush is observed.
        connection: For queries inside the work; statements that write past the journal are refused.
        heading: The line the journal shows; may be set until commit.
        undoes_seq: The operation this one takes back; only undo sets it.
    """

    session: Session
    connection: Connection

    def __init__(
        self,
        enter: Callable[[], Connection],
        leave: Callable[[Connection, bool], None],
        sources: Sources,
        header: Header,
    ) -> None:
        self._enter = enter
        self._leave = leave
        self._sources = sources
        self._header = header
        self.heading = header.heading
        self.undoes_seq = header.undoes_seq
        self._open = False
        self._now: dt.datetime | None = None

    def __enter__(self) -> Self:
        self.connection = self._enter()
        self._recorder = Recorder(self.connection, self._sources.village_id)
        self.session = RecordingSession(self.connection, self._recorder, self.new_id)

        @event.listens_for(self.connection, "rollback_savepoint")
        def _doubt(connection: Connection, name: str, context: object) -> None:
            self._recorder.doubt()

        self._open = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(False)
        if error is not None and (said := known(error)) is not None:
            raise said from error

    @property
    def village_id(self) -> uuid.UUID:
        """The village whose book this is."""
        return self._sources.village_id

    @property
    def now(self) -> dt.datetime:
        """The time of this work, the same at every asking."""
        if self._now is None:
            self._now = self._sources.clock.now()
        return self._now

    def new_id(self) -> uuid.UUID:
        """Return a new key."""
        return self._sources.ids.next()

    def write_rows(
        self,
        record: type[Record],
        inserts: Sequence[Row] = (),
        updates: Sequence[tuple[uuid.UUID, Row]] = (),
        deletes: Sequence[uuid.UUID] = (),
        *,
        progress: Progress = QUIET,
    ) -> list[uuid.UUID]:
        """Write many rows of one table at once, recorded as single records are.

        Args:
            inserts: Rows by column name; missing columns are empty; ``id`` and ``village_id`` are filled in.
            updates: (key, new values by column name); equal values write nothing.
            progress: Told the number of rows written; may cancel, which rolls the work back when it is left.

        Returns:
            The keys of the inserted rows, in order.

        Raises:
            LookupError: a row to change or delete does not exist.
            TypeError, KeyError: a value does not fit its field, or there is no such field.
        """
        self.session.flush()
        self.session.connection()  # a savepoint begun with session.begin_nested() is made only now
        with in_words(), gate(self.connection):
            place = bulk.Place(self.connection, self.session, self._recorder, self._sources)
            return bulk.write(place, record, bulk.Rows(inserts, updates, deletes), progress)

    def keep_key(self, row: Row) -> None:
        """Write the book's own key and end the work: the one row that no journal may know."""
        with in_words():
            with gate(self.connection):
                self.connection.execute(insert(BookKey), dict(row))
            self._commit()
        self._end(True)

    @property
    def changed_anything(self) -> bool:
        """Whether committing now would write an operation."""
        self.session.flush()
        return bool(self._recorder.changes())

    def commit(self) -> Committed:
        """Write the operation and make everything lasting; the work is over then.

        Raises:
            UserError: a row points to nothing, or something posted would change; nothing is written.
            KnownError: the disk is full, and the like; nothing is written.
        """
        if not self._open or not self.connection.in_transaction():
            raise RuntimeError("this work is over")
        self.session.flush()
        changes = self._recorder.changes()
        if not changes:
            self._end(False)
            return Committed(None, self.heading, frozenset())
        header = replace(self._header, heading=self.heading, undoes_seq=self.undoes_seq)
        with in_words():
            with gate(self.connection):
                seq = chain.append(self.connection, self._sources, header, changes)
            self._commit()
        self._end(True)
        return Committed(seq, self.heading, frozenset(change.table for change in changes))

    def _commit(self) -> None:
        try:
            self.connection.commit()
        except BaseException as error:
            # A COMMIT that SQLite refuses (a reference to nothing) leaves the transaction open, and SQLAlchemy
            # believes it is over.
            dangling = self._dangling() if isinstance(error, IntegrityError) else ""
            self.connection.connection.rollback()
            if dangling:
                raise referred(dangling) from error
            raise

    def _dangling(self) -> str:
        """Say which rows point to nothing in the transaction SQLite did not commit."""
        if self.connection.dialect.name != "sqlite":
            return ""
        driver: Any = self.connection.connection.driver_connection
        tables = Counter(row[0] for row in driver.execute("PRAGMA foreign_key_check").fetchall())
        return "、".join(f"{BY_TABLE[table].title}{count}条" for table, count in tables.items())

    def _end(self, committed: bool) -> None:
        if self._open:
            self._open = False
            self.session.close()
            self._leave(self.connection, committed)


__all__ = ["Committed", "Row", "Undo", "Work"]
