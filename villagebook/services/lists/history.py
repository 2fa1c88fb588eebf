"""What was imported when, by whom, with which result; the originals are kept and can be saved again.

An import is taken back like any operation: ``services.history.undo(book, view.operation_seq, …)``, also much later;
what was changed since is told field by field and nothing is undone then.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.exporting.files import replacing
from villagebook.models import Change, ImportFile, Operation
from villagebook.store import Book
from villagebook.store.entries import undone


@dataclass(frozen=True, slots=True)
class ImportView:
    """One file of one import.

    Attributes:
        number: Counts the book's imported files from 1, the first one taken in; it never changes.
        counts: Rows by outcome.
        operation_seq: The import's number in the journal.
        undone: Whether it was taken back and not done again.
        decided: Whether the officer corrected columns, cells, rows or numbers.
    """

    number: int
    file_id: uuid.UUID
    name: str
    at: dt.datetime
    actor: str
    counts: Mapping[str, int]
    operation_seq: int
    undone: bool
    decided: bool


def imports(book: Book) -> tuple[ImportView, ...]:
    """Return the files that were taken in, the newest first."""
    query = (
        select(
            ImportFile.id, ImportFile.file_name, ImportFile.imported_at, ImportFile.counts, ImportFile.decisions,
            Operation.seq, Operation.actor,
        )
        .join(Change, (Change.record == ImportFile.__tablename__) & (Change.record_id == ImportFile.id))
        .join(Operation, Operation.id == Change.operation_id)
        .where(ImportFile.village_id == book.village_id)
        .order_by(Operation.seq, Change.position)
    )  # fmt: skip
    with book.read() as connection:
        rows = connection.execute(query).all()
        taken_back = undone(connection, book.village_id)
    first: dict[uuid.UUID, ImportView] = {}
    for key, name, at, counts, decisions, seq, actor in rows:
        if key not in first:  # a file's row is changed by its own import only
            first[key] = ImportView(
                len(first) + 1, key, name, at, actor, counts, seq, seq in taken_back, bool(decisions)
            )
    return tuple(reversed(first.values()))


def original(book: Book, file_id: uuid.UUID) -> tuple[str, bytes]:
    """Return an imported file's name and its bytes as they came.

    Raises:
        UserError: there is no such file.
        KnownError: the file is gone from the book's folder.
    """
    query = select(ImportFile.file_name, ImportFile.attachment_id).where(
        ImportFile.id == file_id, ImportFile.village_id == book.village_id
    )
    with book.read() as connection:
        found = connection.execute(query).first()
    if found is None:
        raise UserError("import.no-original", "书里没有导入过这份表", "请用 imports 看导入过哪些")
    name, attachment = found
    return name, book.files.read(attachment)


def save_original(book: Book, file_id: uuid.UUID, target: Path) -> str:
    """Save an imported file as it came; return the name it had.

    Raises:
        UserError: there is no such file. KnownError: the target cannot be written.
    """
    name, data = original(book, file_id)
    with replacing(target) as fresh:
        fresh.write_bytes(data)
    return name
