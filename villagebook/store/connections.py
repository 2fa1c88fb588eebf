"""Connections to a book's database: one that writes, any number that read a snapshot.

SQLite runs through sqlcipher3 in every book, plain or encrypted: the same known SQLite on every machine. The
driver's own transaction handling is switched off (``isolation_level=None``) and SQLAlchemy's "begin" event
issues BEGIN IMMEDIATE for the writer and a plain BEGIN for readers: without it a migration that fails leaves
half of itself behind.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from villagebook.store.commitments import canonical

BUSY_SECONDS = 5.0


class Access(StrEnum):
    """How a database file is opened."""

    CREATE = "rwc"
    WRITE = "rw"
    READ = "ro"
    #: Read-only media: SQLite neither locks nor looks for a -wal.
    IMMUTABLE = "immutable"

    @property
    def writes(self) -> bool:
        """Whether the connection may write."""
        return self in (Access.CREATE, Access.WRITE)


def sqlite_engine(file: Path, access: Access) -> Engine:
    """Return an engine on a database file.

    Readers share a small pool, so that each thread has its own connection; a writing engine has one connection.
    """
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connect(file, access),
        poolclass=QueuePool,
        pool_size=1 if access.writes else 3,
        max_overflow=0 if access.writes else 10,
        json_serializer=canonical,
    )
    begin = "BEGIN IMMEDIATE" if access.writes else "BEGIN"

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def connect(file: Path, access: Access) -> Any:
    """Return a driver connection with the book's pragmas."""
    connection = dbapi2.connect(
        _uri(file, access), uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False
    )
    try:
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        connection.execute("PRAGMA foreign_keys = ON")
        if access.writes:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        else:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def plain_file(engine: Engine) -> bool:
    """Checkpoint a writing engine's file and leave WAL mode, so that one plain file can be copied.

    Returns:
        False if another program still reads the book; the file then stays in WAL mode, which is safe.
    """
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try:
            cursor.execute("PRAGMA journal_mode = DELETE")
            row = cursor.fetchone()
            return row is not None and row[0] == "delete"
        except dbapi2.OperationalError:
            return False
        finally:
            cursor.close()
    finally:
        connection.close()


def _uri(file: Path, access: Access) -> str:
    path = quote(file.absolute().as_posix())
    rooted = path if path.startswith("/") else f"/{path}"
    if access is Access.IMMUTABLE:
        return f"file://{rooted}?mode=ro&immutable=1"
    return f"file://{rooted}?mode={access.value}"
