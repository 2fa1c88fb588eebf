"""Originals of earlier imports, read again: what a list that comes back said then, and whose numbers they hold."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from villagebook.base.errors import VillagebookError
from villagebook.base.text import is_blank
from villagebook.importing import REASON_HEADING, Table, drafts, read_file, recognise, text_of
from villagebook.models import Attachment, Change, ImportFile, ImportRow, Operation
from villagebook.services.lists.ruined import NAMES
from villagebook.store import Book
from villagebook.store.entries import undone

_MOST_FILES = 10
_MOST_BYTES = 10 * 2**20

#: One row as it is compared: column heading -> text, blank cells and the column of reasons left out.
Cells = frozenset[tuple[str, str]]


def is_returned(table: Table) -> bool:
    """Whether a list was handed back by this program with reasons beside its rows."""
    return any(column.heading == REASON_HEADING for column in table.columns)


def cells_of(table: Table, position: int) -> Cells:
    """Return a row as it is compared."""
    row = table.source.rows[position]
    return frozenset(
        (column.heading, text_of(row[column.index]))
        for column in table.columns
        if column.index < len(row) and not is_blank(row[column.index]) and column.heading != REASON_HEADING
    )


def taken_before(book: Book, connection: Connection, table: Table) -> frozenset[Cells]:
    """Return the rows that were taken of a returned list when it came first, none if no import of it stands.

    The newest import counts that has most of its rows.
    """
    now = [cells_of(table, position) for position in table.rows]
    for file, name, data in _files(book, connection):
        for known in _tables(name, data):
            if known.shape != table.shape or not _mostly(now, known):
                continue
            refused = _refused(connection, file, known.sheet)
            return frozenset(
                cells_of(known, position) for position in known.rows if known.source.number(position) not in refused
            )
    return frozenset()


def _mostly(now: list[Cells], known: Table) -> bool:
    then = {cells_of(known, position) for position in known.rows}
    return sum(cells in then for cells in now) * 2 >= len(now)


def _refused(connection: Connection, file: uuid.UUID, sheet: str) -> set[int]:
    query = select(ImportRow.row).where(
        ImportRow.file_id == file, ImportRow.sheet == sheet, ImportRow.outcome == "refused"
    )
    return set(connection.execute(query).scalars())


def numbers(book: Book, connection: Connection) -> dict[str, list[tuple[str, str]]]:
    """Return name -> (number, where it stands) of the lists of persons taken in earlier."""
    found: dict[str, list[tuple[str, str]]] = {}
    for _, name, data in _files(book, connection, standing=False):
        for table in _tables(name, data):
            ids = {column.id for column in table.columns}
            if not ids & NAMES.keys():
                continue
            for draft in drafts(table):
                for number_id, (record, name_of) in NAMES.items():
                    number, whose = draft.values.get(number_id), draft.values.get(f"{record}.{name_of}")
                    if isinstance(number, str) and isinstance(whose, str):
                        found.setdefault(whose, []).append((number, f"以前导入的《{name}》里同名的人"))
    return found


def _files(book: Book, connection: Connection, *, standing: bool = True) -> Iterator[tuple[uuid.UUID, str, bytes]]:
    """Yield (key, name, bytes) of imported files, newest first; ``standing``: not of imports taken back."""
    taken_back = undone(connection, book.village_id)
    query = (
        select(ImportFile.id, ImportFile.file_name, ImportFile.attachment_id, Operation.seq)
        .join(Attachment, Attachment.id == ImportFile.attachment_id)
        .join(Change, (Change.record == ImportFile.__tablename__) & (Change.record_id == ImportFile.id))
        .join(Operation, Operation.id == Change.operation_id)
        .where(ImportFile.village_id == book.village_id, Attachment.size <= _MOST_BYTES)
        .order_by(ImportFile.imported_at.desc(), ImportFile.id.desc())
        .limit(_MOST_FILES)
    )
    for key, name, attachment, seq in connection.execute(query).all():
        if not (standing and seq in taken_back):
            yield key, name, book.files.read(attachment)


def _tables(name: str, data: bytes) -> Iterable[Table]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name or "list")
        path.write_bytes(data)
        try:
            sheets = read_file(path).sheets
        except VillagebookError:
            return ()  # it was readable when it came; a newer reader may be stricter, and it only helps here
    return tuple(table for table in map(recognise, sheets) if table is not None)
