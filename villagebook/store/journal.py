"""The journal of a book: what was done, how to take it back, and whether it is whole.

Operations are written by works only; this is the way to read them. How the parts work is in entries.py (reading),
undo.py, verify.py, replay.py, commitments.py (the proof) and chain.py (writing).
"""

from villagebook.store.entries import ChangedRow, Entry, changes, entries, entry, head, history
from villagebook.store.inverse import Conflict
from villagebook.store.replay import KnownBook, as_known, known_seq, replay, rolled_back
from villagebook.store.undo import UndoResult, last_redoable, last_undoable, undo
from villagebook.store.verify import HEAD_LENGTH, verify

__all__ = [
    "HEAD_LENGTH", "ChangedRow", "Conflict", "Entry", "KnownBook", "UndoResult", "as_known", "changes", "entries",
    "entry", "head", "history", "known_seq", "last_redoable", "last_undoable", "replay", "rolled_back", "undo",
    "verify",
]  # fmt: skip
