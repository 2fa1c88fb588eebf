"""The journal as people use it: what was done, taking it back, proving that nothing was changed behind it."""

from __future__ import annotations

import uuid

from villagebook.base.errors import UserError
from villagebook.base.findings import Finding, Severity
from villagebook.services.verbs import Changed, all_verbs
from villagebook.store import Book, Undo, journal
from villagebook.store.journal import ChangedRow, Conflict, Entry, UndoResult


def entries(book: Book, limit: int | None = None) -> list[Entry]:
    """Operations, newest first."""
    return journal.entries(book, limit)


def head(book: Book) -> str:
    """The chain's head, 64 hex digits; its first 12 stand on notices and backups."""
    return journal.head(book)


def verify(book: Book, known_head: str | None = None) -> list[Finding]:
    """Check the chain, every row against its last recorded state, and every file against its row.

    Args:
        known_head: A head written down earlier; it must be in the chain.
    """
    return [*journal.verify(book, known_head), *_files(book)]


def _files(book: Book) -> list[Finding]:
    """Find files that are gone or hold something else: posted notices, imported lists."""
    troubles = [("files.missing", "不见了", trouble) for trouble in book.files.missing()]
    troubles += [("files.damaged", "已损坏或被改动过", trouble) for trouble in book.files.damaged()]
    return [
        Finding(
            id, Severity.ERROR, trouble.file_name, "", f"文件“{trouble.file_name}”{what}", "请从备份还原",
            "按文件的 SHA-256 核对", ("attachment", str(trouble.id)),
        )
        for id, what, trouble in troubles
    ]  # fmt: skip


def of_record(book: Book, table: str, record_id: uuid.UUID) -> list[tuple[Entry, ChangedRow]]:
    """What was done to one record, newest first."""
    return journal.history(book, table, record_id)


def next_undo(book: Book) -> Entry | None:
    """The operation Ctrl+Z would take back; those that another verb takes back (冲销, 撤回) are passed over."""
    return journal.last_undoable(book, counters=False)


def next_redo(book: Book) -> Entry | None:
    """The undoing Ctrl+Y would take back; None once anything else was done after it."""
    return journal.last_redoable(book)


def undo(book: Book, seq: int, *, actor: str, dry_run: bool = False) -> UndoResult:
    """Take an operation back; conflicts are returned field by field and nothing changes then.

    Raises:
        UserError: there is no such operation, or its verb is taken back by another verb, or not at all.
    """
    entry = next((e for e in journal.entries(book, None) if e.seq == seq), None)
    if entry is None:
        raise UserError("undo.unknown", f"没有第 {seq} 号操作", "请用 journal 看有哪些操作")
    if entry.undo == Undo.COUNTER:
        verb = all_verbs().get(entry.verb)
        raise UserError(
            "undo.counter", f"“{entry.heading}”不能直接撤销", f"请用：{verb.counter if verb else '相反的办法'}"
        )
    if entry.undo == Undo.NONE:
        raise UserError("undo.none", f"“{entry.heading}”没有可撤销的内容")
    return journal.undo(book, seq, actor, dry_run=dry_run)


def take_back(book: Book, seq: int, *, actor: str) -> Changed:
    """Take an operation back, or say what is in the way.

    Raises:
        UserError: as for ``undo``. UndoConflictError: something it touched was changed since; nothing was done.
    """
    result = undo(book, seq, actor=actor)
    if result.done is None:
        entry = next(e for e in journal.entries(book, None) if e.seq == seq)
        raise UndoConflictError(entry, result.conflicts)
    return Changed.of(result.done)


class UndoConflictError(UserError):
    """Ctrl+Z or Ctrl+Y found that something was changed since; nothing was done.

    Attributes:
        entry: The operation that was to be taken back.
        conflicts: Field by field what was expected and what is there now.
    """

    def __init__(self, entry: Entry, conflicts: tuple[Conflict, ...]) -> None:
        self.entry, self.conflicts = entry, conflicts
        first = conflicts[0]
        super().__init__(
            "undo.conflict",
            f"“{entry.heading}”不能直接撤销：{first.message}",
            "请先撤销后来的改动，或直接改成要的样子",
        )


def undo_last(book: Book, *, actor: str) -> Changed:
    """What Ctrl+Z does: take back the last operation that can be taken back.

    Raises:
        UserError: there is none. UndoConflictError: it was changed since.
    """
    return _taken_back(book, next_undo(book), "没有可以撤销的", actor)


def redo_last(book: Book, *, actor: str) -> Changed:
    """What Ctrl+Y does: do again what was undone last.

    Raises:
        UserError: there is nothing. UndoConflictError: it was changed since.
    """
    return _taken_back(book, next_redo(book), "没有可以重做的", actor)


def _taken_back(book: Book, entry: Entry | None, nothing: str, actor: str) -> Changed:
    if entry is None:
        raise UserError("undo.nothing", nothing)
    result = journal.undo(book, entry.seq, actor)
    if result.done is None:
        raise UndoConflictError(entry, result.conflicts)
    return Changed.of(result.done)
