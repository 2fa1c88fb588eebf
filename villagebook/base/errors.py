"""Errors the program raises on purpose, and nothing else.

A fault in the *data* is a Finding, returned. What is raised here is shown to the user once, in one Chinese
line: what happened, to which record, what to do. Any other exception is a bug and stays uncaught until the
outermost boundary (the window's, or the command line's).

To add a kind of failure: construct one of these at the place that knows the facts; the wording exists there
and nowhere else. Tests assert ``id``, not the wording.
"""

from __future__ import annotations


class VillagebookError(Exception):
    """Root of the program's own errors.

    Attributes:
        id: ``subject.what``, stable, asserted by tests.
        message: What happened and to which record, a Chinese sentence without a final full stop.
        hint: What to do about it; empty if the message says it already.
    """

    def __init__(self, id: str, message: str, hint: str = "") -> None:
        super().__init__(id, message, hint)
        self.id = id
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        line = f"{self.message}。{self.hint}" if self.hint else self.message
        return " ".join(line.split("\n"))


class UserError(VillagebookError):
    """Something the person asked for cannot be done as asked; nothing was changed."""


class KnownError(VillagebookError):
    """The surroundings prevent it (full disk, locked or read-only book, a newer program's book)."""


class Cancelled(VillagebookError):  # noqa: N818 - the person's wish, not an error
    """The person cancelled long work; the book is as it was before."""

    def __init__(self) -> None:
        super().__init__("work.cancelled", "已取消，什么也没有改")
