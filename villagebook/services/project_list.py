"""All projects with how far each is: for the command line and 今日."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from sqlalchemy import Connection

from villagebook.ledgers import Scope, project_days
from villagebook.lifecycle.standing import standing
from villagebook.services.overrides import overrides
from villagebook.store import Book


class ProjectLine(NamedTuple):
    """One project.

    Attributes:
        word: What it is called, as in the ledger.
        stage, next, waits_for: Id and title of the stage that comes next, and who is to act; empty if nothing.
        due: By when the next stage is to be reached; late: whether that has passed.
    """

    key: uuid.UUID
    code: str
    name: str
    year: int | None
    word: str
    stage: str
    next: str
    waits_for: str
    due: dt.date | None
    late: bool


def lines(book: Book, on: dt.date, year: int | None = None) -> tuple[ProjectLine, ...]:
    """Return the projects of a year (None: all) as of a day, in the order of their codes."""
    with book.read() as connection:
        found = lines_in(connection, book.village_id, on)
    return tuple(line for line in found if year is None or line.year == year)


def lines_in(connection: Connection, village_id: uuid.UUID, on: dt.date) -> list[ProjectLine]:
    """As ``lines``, inside a work or a reading, for all years."""
    own = overrides(connection, village_id)
    found = []
    for key, known in project_days.known(connection, Scope(village_id, on)).items():
        now = standing(known, on, own)
        one = now.next
        found.append(ProjectLine(
            key, known.row["code"] or "", known.row["name"] or "", known.row["year"], now.word,
            one.stage.id if one else "", one.stage.title if one else "", now.waits_for or "",
            one.due.on if one and one.due else None, bool(one and one.late),
        ))  # fmt: skip
    return found
