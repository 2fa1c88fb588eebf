"""Which binders are complete: one line a project, what has been due the longest first."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection

from villagebook.services.dossier.binder import Binder, binders
from villagebook.store import Book


class Lack(NamedTuple):
    """A paper that is due and not there."""

    slot: str
    title: str
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class Line:
    """One project's binder in a line.

    Attributes:
        there, asked: Papers there, of those needed by now.
        missing: What is due and not there, the longest due first.
        archived: Whether the project counts as archived.
    """

    key: uuid.UUID
    code: str
    name: str
    year: int | None
    there: int
    asked: int
    missing: tuple[Lack, ...]
    archived: bool
    words: str

    @property
    def is_complete(self) -> bool:
        """Whether papers are asked for, and all of them are there."""
        return bool(self.asked) and not self.missing

    @property
    def since(self) -> dt.date | None:
        """Since when something is missing."""
        return self.missing[0].due_on if self.missing else None


def completeness(book: Book, on: dt.date, *, year: int | None = None) -> list[Line]:
    """Return the projects' binders, those with the longest missing paper first, complete ones last."""
    with book.read() as connection:
        return lines(connection, book.village_id, on, year=year)


def lines(
    connection: Connection, village_id: uuid.UUID, on: dt.date, *, year: int | None = None,
    keys: Sequence[uuid.UUID] | None = None,
) -> list[Line]:  # fmt: skip
    """As ``completeness``, within a connection; ``keys``: only of these projects."""
    found = [line_of(one) for one in binders(connection, village_id, on, keys, states_only=True)
             if year is None or one.project["year"] == year]
    return sorted(found, key=lambda line: (line.since or dt.date.max, line.code))


def line_of(one: Binder) -> Line:
    """Return a binder in one line."""
    project = one.project
    missing = tuple(Lack(view.slot.id, view.slot.title, view.due_on or one.on) for view in one.missing)
    return Line(
        project["id"], project["code"] or "", project["name"] or "", project["year"], one.there, one.asked, missing,
        project["archived_on"] is not None and project["archived_on"] <= one.on, one.words)


def as_plain(line: Line) -> dict[str, Any]:
    """Return a line for machines."""
    return {
        "code": line.code, "name": line.name, "year": line.year, "there": line.there, "asked": line.asked,
        "missing": [lack._asdict() for lack in line.missing],
    }  # fmt: skip


def by_year(found: Sequence[Line]) -> Iterator[tuple[int | None, int, int]]:
    """Yield (year, projects complete, projects) for each year, newest first."""
    years = sorted({line.year for line in found}, key=lambda year: -(year or 0))
    for year in years:
        of_year = [line for line in found if line.year == year]
        yield year, sum(line.is_complete for line in of_year), len(of_year)
