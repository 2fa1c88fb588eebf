"""Each verb of rosters and benefits done once to the sample book."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from tests import made_books
from villagebook.services import households, list_homes, projects, roster_pasting, rosters
from villagebook.store import Book

ACTOR, TODAY = "测试", made_books.TODAY
DONE: dict[str, Any] = {"actor": ACTOR, "today": TODAY}
HOME = "3506991012070002"
DAY = dt.timedelta(days=1)


def hens(book: Book) -> uuid.UUID:
    """A project of the sample with a roster of 14 households."""
    return projects.key_of(book, "35069920250706")


def lines(book: Book) -> list[uuid.UUID]:
    """The first two lines of that roster."""
    return [row.key for row in rosters.view(book, hens(book), TODAY).rows[:2]]


def fill(book: Book) -> Any:
    """Put everybody on the roster."""
    everybody = [home.key for home in list_homes.choose(book, list_homes.Narrowing(), TODAY)]
    return rosters.fill(book, hens(book), everybody, {"amount_fen": 1}, **DONE)


def paste(book: Book) -> Any:
    """Paste one row."""
    rows = roster_pasting.read(book, hens(book), f"户编号\t金额\n{HOME}\t5", TODAY).rows
    return roster_pasting.paste(book, hens(book), rows, **DONE)


DOINGS: dict[str, Callable[[Book], Any]] = {
    "roster.add": lambda book: rosters.add(
        book, hens(book), households.key_of(book, HOME), {"amount_fen": 1}, **DONE),
    "roster.fill": fill,
    "roster.paste": paste,
    "roster.set": lambda book: rosters.change(book, lines(book), {"note": "试"}, **DONE),
    "roster.receive": lambda book: rosters.receive(book, lines(book), TODAY - DAY, **DONE),
    "roster.remove": lambda book: rosters.remove(book, lines(book), actor=ACTOR),
}  # fmt: skip
