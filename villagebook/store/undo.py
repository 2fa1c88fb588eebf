"""Undo: an operation is taken back by a new operation that does the opposite.

It is applied whole or not at all: every field the operation touched must still hold what it left there, and
nothing added since may refer to the rows that would go; otherwise each obstacle is returned and nothing changes.
What left the office is not taken back here (``Undo.COUNTER``): 冲销 and 撤回 are verbs of their own. Undoing an
undo is redo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from villagebook.base.collector import without_collector
from villagebook.base.errors import UserError
from villagebook.store.book import Book
from villagebook.store.chain import OPERATION, Header, Undo
from villagebook.store.entries import Entry, entry, newest, row_changes
from villagebook.store.inverse import Conflict, Inverse, is_frozen
from villagebook.store.recorder import RowChange
from villagebook.store.triggers import POSTED_TABLES
from villagebook.store.work import Committed

#: Undoing leaves these: what was imported from where stays known, and contents are shared between records.
KEPT_TABLES = ("import_file", "import_row", "attachment")

_UNDONE, _REDONE = "撤销：", "重做："


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What undoing did: ``done`` None if it was a trial or there are conflicts."""

    done: Committed | None
    conflicts: tuple[Conflict, ...]


def undo(book: Book, seq: int, actor: str, dry_run: bool = False) -> UndoResult:
    """Take an operation back; one that is taken back already is done again.

    Raises:
        UserError: there is no such operation, or its verb cannot be undone this way (the hint says what to do).
        KnownError: as for any work.
    """
    with without_collector(), book.start(Header("journal.undo", actor, "", Undo.INVERSE)) as work:
        # Looked up inside the work: what another writer did a moment ago counts.
        target = _target(book, seq)
        made = _reversible(work.connection, book, target.seq)
        if not made:
            raise UserError("journal.nothing_to_undo", f"第{seq}号操作没有改动可以撤销")
        conflicts = Inverse(work, made).apply()
        if conflicts or dry_run:
            return UndoResult(None, tuple(conflicts))
        work.heading, work.undoes_seq = _heading(target), target.seq
        return UndoResult(work.commit(), ())


def last_undoable(book: Book, *, counters: bool = True) -> Entry | None:
    """Return what Ctrl+Z means now: the last operation that stands, changed records and is no undo itself.

    With ``counters`` it may be one that needs a counter-verb; ``undo()`` then says which.
    """
    for found in newest(book):
        if found.undone_by is not None or found.undoes is not None:
            continue
        if found.undo is Undo.COUNTER and counters:
            return found
        if found.undo is Undo.INVERSE and _changed_records(book, found) and not _all_posted(book, found):
            return found
    return None


def last_redoable(book: Book) -> Entry | None:
    """Return the undo that "redo" would take back; None once anything else was done after it."""
    for found in newest(book):
        if found.undo is Undo.NONE or found.undone_by is not None:
            continue
        if found.undoes is None:
            return None
        undone = entry(book, found.undoes)
        if undone is not None and undone.undoes is None:
            return found
    return None


def _target(book: Book, seq: int) -> Entry:
    found = entry(book, seq)
    if found is not None and found.undone_by is not None:
        found = entry(book, found.undone_by)
    if found is None:
        raise UserError("journal.no_such_operation", f"没有第{seq}号操作")
    if found.undo is Undo.COUNTER:
        raise UserError(
            "journal.counter", f"“{found.heading}”已经生效，不能直接撤销", "资金请用冲销，公示请用撤回，并写明原因"
        )
    if found.undo is Undo.NONE:
        raise UserError("journal.no_undo", f"“{found.heading}”不用撤销，它没有改动登记的内容")
    return found


def _heading(target: Entry) -> str:
    for prefix, other in ((_UNDONE, _REDONE), (_REDONE, _UNDONE)):
        if target.undoes is not None and target.heading.startswith(prefix):
            return other + target.heading.removeprefix(prefix)
    return _UNDONE + target.heading


def _reversible(connection: Connection, book: Book, seq: int) -> Sequence[tuple[RowChange, bool]]:
    """Return the changes undoing takes back, each with whether a part of it was erased."""
    made = row_changes(connection, book.village_id, OPERATION.c.seq == seq)
    return [(change, erased) for _, change, erased in made if not _kept(change)]


def _changed_records(book: Book, found: Entry) -> bool:
    others = found.tables.keys() - KEPT_TABLES
    if others != {"attachment_link"}:
        return bool(others)
    with book.read() as connection:
        return bool(_reversible(connection, book, found.seq))


def _all_posted(book: Book, found: Entry) -> bool:
    """Whether all that an operation made was posted afterwards: Ctrl+Z would stand before it for ever."""
    if not found.tables.keys() - KEPT_TABLES <= set(POSTED_TABLES):
        return False
    with book.read() as connection:
        return all(is_frozen(connection, change) for change, _ in _reversible(connection, book, found.seq))


def _kept(change: RowChange) -> bool:
    image = change.after or change.before or {}
    return change.table in KEPT_TABLES or (change.table == "attachment_link" and image.get("record") == "import_file")
