"""The journal as people use it: what was done, taking it back, proving that nothing was changed behind it."""

from __future__ import annotations

from villagebook.base.errors import UserError
from villagebook.base.findings import Finding
from villagebook.services.verbs import Changed, all_verbs
from villagebook.store import Book, Undo, journal
from villagebook.store.journal import Entry, UndoResult


def entries(book: Book, limit: int | None = None) -> list[Entry]:
    """Operations, newest first."""
    return journal.entries(book, limit)


def head(book: Book) -> str:
    """The chain's head, 64 hex digits; its first 12 stand on notices and backups."""
    return journal.head(book)


def verify(book: Book, known_head: str | None = None) -> list[Finding]:
    """Check the chain, and every row against its last recorded state; with ``known_head`` that it is in the chain."""
    return journal.verify(book, known_head)


def next_undo(book: Book) -> Entry | None:
    """The operation Ctrl+Z would take back."""
    return journal.last_undoable(book)


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


def redo_or_undo_last(book: Book, *, actor: str) -> tuple[Changed | None, UndoResult | None]:
    """What Ctrl+Z does: take back the last operation that can be taken back."""
    entry = next_undo(book)
    if entry is None:
        return None, None
    result = undo(book, entry.seq, actor=actor)
    return (Changed.of(result.done) if result.done else None), result
