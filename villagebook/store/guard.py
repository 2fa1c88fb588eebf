"""Refuses writes that the journal would not see.

Looked at is the SQL text just before it runs: so ORM-enabled, Core and textual statements are caught in one
place. The store opens the gate around its own flushes and bulk writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

_FIRST_WORD = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/|\()*([a-z]+)", re.IGNORECASE | re.DOTALL)
_WRITING_WORD = re.compile(r"\b(insert|update|delete|replace|merge)\b", re.IGNORECASE)
_WRITING = frozenset({"insert", "update", "delete", "replace", "merge", "truncate", "create", "drop", "alter", "copy"})

_OPEN = "villagebook.gate"


class UnrecordedWriteError(RuntimeError):
    """A bug: a statement would write past the journal. Use the work's session or write_rows()."""


def watch(engine: Engine) -> None:
    """Refuse every writing statement on an engine outside ``gate()``."""

    @event.listens_for(engine, "before_cursor_execute")
    def _look(connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if not connection.info.get(_OPEN) and writes(statement):
            raise UnrecordedWriteError(statement.split("\n", 1)[0][:120])


@contextmanager
def gate(connection: Connection) -> Iterator[None]:
    """Let the store's own writes through."""
    before = connection.info.get(_OPEN, False)
    connection.info[_OPEN] = True
    try:
        yield
    finally:
        connection.info[_OPEN] = before


def writes(statement: str) -> bool:
    """Whether a SQL statement changes rows or tables."""
    found = _FIRST_WORD.match(statement)
    word = found.group(1).lower() if found else ""
    return word in _WRITING or (word == "with" and _WRITING_WORD.search(statement) is not None)
