"""Changing the book from a page: who does it, and what a service gave back besides what it changed."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from typing import Any

NOTHING: frozenset[str] = frozenset()


def actor() -> str:
    """Return who is at the keyboard: VILLAGEBOOK_ACTOR, else the computer's user."""
    name = os.environ.get("VILLAGEBOOK_ACTOR")
    if name:
        return name
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # this computer knows no such user
        return "信息员"


@dataclass(frozen=True, slots=True)
class Done:
    """What a piece of work in the writer's thread hands to the runner and to its page.

    Attributes:
        value: What the page gets.
        families: The records it touched.
        title: What the undo button says; empty for what cannot be taken back with Ctrl+Z, or changed nothing.
        operation_seq: Its number in the journal, None if nothing was written.
    """

    value: Any = None
    families: frozenset[str] = NOTHING
    title: str = ""
    operation_seq: int | None = None


def done(changed: Any, value: Any = None, *, undoable: bool = True) -> Done:
    """Return what a verb of services did, with what else it gave back."""
    return Done(value, changed.families, changed.title if undoable else "", changed.operation_seq)
