"""Changing the book from a page: what a service gave back, besides what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Done:
    """What a piece of work in the writer's thread hands to the runner and to its page.

    Attributes:
        value: What the page gets.
        families: The records it touched.
        heading: What the foot line says, with the way back; empty if Ctrl+Z does not take it back.
        seq: Its number in the journal, None if nothing was written.
    """

    value: Any = None
    families: frozenset[str] = NOTHING
    heading: str = ""
    seq: int | None = None


def done(changed: Any, value: Any = None, *, undoable: bool = True) -> Done:
    """Return what a verb of services did, with what else it gave back."""
    return Done(value, changed.families, changed.title if undoable else "", changed.seq)
