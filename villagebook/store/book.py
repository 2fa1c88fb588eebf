"""The open book: made by ``create`` or ``open_book``, written through ``work()``, read through ``read()``."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, func, select

from villagebook.base.clock import Clock, IdSource
from villagebook.models import BY_TABLE
from villagebook.store import trouble, vault
from villagebook.store.chain import Header, Sources, Undo, last
from villagebook.store.commitments import Randomness
from villagebook.store.files import Files
from villagebook.store.trouble import in_words
from villagebook.store.vault import BACKUPS, FILES
from villagebook.store.work import Work


@dataclass(frozen=True, slots=True)
class Engines:
    """How a book reaches its database.

    Attributes:
        writer: None if the book is open for reading only.
        begin_work: Called at the start of each work, to take what keeps other writers of the village away.
        close: Called last, after both engines are given back.
        on_server: Whether the database lies on a server and not in the book's folder.
    """

    writer: Engine | None
    reader: Engine
    begin_work: Callable[[Connection], None]
    close: Callable[[], None]
    on_server: bool = False


class Book:
    """One open book. Use it as a context manager, or call ``close()``.

    Threads: any thread may write or read; works wait for each other, each reading thread has its own connection.

    Attributes:
        folder: The book's folder.
        village_id: Key of the village the book belongs to.
        read_only: Whether ``work()`` is refused.
        on_server: Whether the database lies on a server; backups are its administrator's then.
        files: The book's files, reached by attachment id.
        backup_folder: Where backups go; may be set to a place the user chose.
        clock, ids, randomness: Where times, keys and salts come from.
    """

    def __init__(self, folder: Path, engines: Engines, sources: Sources) -> None:
        self.folder = folder
        self.village_id = sources.village_id
        self.read_only = engines.writer is None
        self.on_server = engines.on_server
        self.files = Files(self, folder / FILES)
        self.backup_folder = folder / BACKUPS
        self.clock: Clock = sources.clock
        self.ids: IdSource = sources.ids
        self.randomness: Randomness = sources.randomness
        self._sources = sources
        self._engines: Engines | None = engines
        self._writing = threading.Lock()
        self._writing_thread: int | None = None
        self._here = threading.local()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def work(self, verb: str, actor: str, heading: str, undo: Undo = Undo.INVERSE) -> Work:
        """Return a unit of work to be entered with ``with``; it waits while another thread writes.

        Raises:
            KnownError: the book is read-only.
        """
        return self.start(Header(verb, actor, heading, undo))

    def start(self, header: Header) -> Work:
        """Return a unit of work for a header; the store's own way in."""
        if self.read_only:
            raise trouble.read_only()
        return Work(self._enter_work, self._leave_work, self._sources, header)

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection to a snapshot of the book: everything read in the block is of one moment.

        Inside another ``read()`` of the same thread it is the same snapshot.
        """
        outer: Connection | None = getattr(self._here, "connection", None)
        if outer is not None:
            yield outer
            return
        with in_words(), self.engines.reader.connect() as connection:
            self._here.connection = connection
            try:
                yield connection
            finally:
                self._here.connection = None

    def renew(self) -> None:
        """Move this thread's open snapshot to the present; without an open one there is nothing to do."""
        connection: Connection | None = getattr(self._here, "connection", None)
        if connection is not None:
            connection.rollback()

    @property
    def engines(self) -> Engines:
        """The engines of the open book; the store's own way in."""
        if self._engines is None:
            raise RuntimeError("the book is closed")
        return self._engines

    def counts(self) -> dict[str, int]:
        """Return the rows of every table (of this village, on a shared database)."""
        with self.read() as connection:
            counts = {}
            for name, record in BY_TABLE.items():
                table = record.__table__
                owner = table.c.village_id if "village_id" in table.c else table.c.id
                query = select(func.count()).select_from(table).where(owner == self.village_id)
                counts[name] = connection.execute(query).scalar_one()
            return counts

    def integrity(self) -> list[str]:
        """Return what is wrong with the database file itself, in the database's words; empty if nothing is."""
        if self.on_server:
            return []
        with self.read() as connection:
            faults = [text for (text,) in connection.exec_driver_sql("PRAGMA integrity_check") if text != "ok"]
            return faults + [str(row[0]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]

    def close(self) -> None:
        """Make a backup if anything changed since the last one, then give everything back.

        The folder holds one plain database file then and can be copied. Calling it twice is harmless.

        Raises:
            KnownError: the backup failed; the book is closed all the same.
        """
        if self._engines is None:
            return
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("a book closed inside a work")
        with self._writing:  # another thread's work is finished first
            self._close()

    def _close(self) -> None:
        engines = self.engines
        try:
            if not self.read_only and not self.on_server:
                self._backup_if_changed()
        finally:
            self._engines = None
            engines.reader.dispose()
            engines.close()

    def _backup_if_changed(self) -> None:
        with self.read() as connection:
            seq, head = last(connection, self.village_id)
        saved = {said.head for _, said in vault.listed(self.backup_folder) if said is not None}
        if seq > 1 and head not in saved:  # a new book's first operation is no work to lose
            at = self.clock.now()
            vault.save(self.folder, vault.next_name(self.backup_folder, self.folder.stem, at), "关闭", at)
            vault.thin_out(self.backup_folder)

    def _enter_work(self) -> Connection:
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("a work inside a work of the same thread")
        writer = self.engines.writer
        assert writer is not None  # start() refuses read-only books
        self._writing.acquire()
        self._writing_thread = threading.get_ident()
        try:
            with in_words():
                connection = writer.connect()
                try:
                    self.engines.begin_work(connection)
                except BaseException:
                    connection.close()
                    raise
        except BaseException:
            self._release()
            raise
        return connection

    def _leave_work(self, connection: Connection, committed: bool) -> None:
        try:
            connection.close()
        finally:
            self._release()

    def _release(self) -> None:
        self._writing_thread = None
        self._writing.release()
