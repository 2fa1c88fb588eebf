"""四议两公开 of one matter: which steps were done by which meeting or notice, what is next, what is out of order."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, or_, select

from villagebook.ledgers.standing_notices import stands
from villagebook.lifecycle.four_steps import Done, StepState, chain, following, step_of
from villagebook.models import Distribution, Notice
from villagebook.notices import NOTICE_KINDS
from villagebook.services.fields import record_row
from villagebook.services.matters import Target, decided_by
from villagebook.store import Book

__all__ = ["code_of", "following", "states", "states_in"]

#: Numbers of the kinds of notices that make public what came of a matter; others make the decision public.
OF_RESULT = frozenset({"N5", "N6"})
DECISION, RESULT = "决议公开", "实施结果公开"

#: Days of a project on which something was made public: column, step, words.
_DAYS = (
    ("library_notice_from", DECISION, "入库公示"), ("start_notice_from", DECISION, "实施前公示"),
    ("completion_notice_from", RESULT, "竣工公告"),
)  # fmt: skip


def states(book: Book, target: Target, on: dt.date) -> tuple[StepState, ...]:
    """Return the chain of a matter as of a day."""
    with book.read() as connection:
        return states_in(connection, target, on)


def states_in(connection: Connection, target: Target, on: dt.date) -> tuple[StepState, ...]:
    """Return the chain of a matter as of a day, for who reads already."""
    return chain(one for one in _done(connection, target) if one.on is None or one.on <= on)


def _done(connection: Connection, target: Target) -> Iterator[Done]:
    meetings = decided_by(connection, target)
    for one in meetings:
        step = step_of(one.kind, one.four_step)
        if step:
            yield Done(step, one.held_on, one.kind, ("meeting", one.meeting))
    yield from _notices(connection, target, [one.meeting for one in meetings])
    if target[0] == "project":
        yield from _days(connection, target[1])


def _notices(connection: Connection, target: Target, meetings: Sequence[uuid.UUID]) -> Iterator[Done]:
    """Yield what hangs or hung: notices that rest on a meeting that decided the matter, or are about it."""
    rows = Notice.__table__
    about = or_(rows.c.meeting_id.in_(meetings), rows.c.project_id == target[1])
    if target[0] == "distribution":
        own = select(Distribution.notice_id).where(Distribution.id == target[1])
        about = or_(rows.c.meeting_id.in_(meetings), rows.c.id.in_(own))
    query = select(rows.c.id, rows.c.number, rows.c.kind, rows.c.from_on, rows.c.project_id).where(
        about, stands(rows))  # fmt: skip
    for row in connection.execute(query):
        kind = NOTICE_KINDS.get(row.kind)
        result = kind is not None and kind.number in OF_RESULT
        if result and row.project_id != target[1]:
            continue
        yield Done(RESULT if result else DECISION, row.from_on, row.number, ("notice", row.id))


def _days(connection: Connection, project: uuid.UUID) -> Iterator[Done]:
    """Yield the publications a project keeps as days only."""
    row = record_row(connection, "project", project)
    for name, step, words in _DAYS:
        if row[name] is not None:
            yield Done(step, row[name], words)


def code_of(connection: Connection, project: uuid.UUID) -> str:
    """Return a project's code; empty if it has none."""
    return str(record_row(connection, "project", project)["code"] or "")
