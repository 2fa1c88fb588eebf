"""Each verb of rosters and benefits done once to the sample book."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from tests import made_books
from villagebook.services import benefit_agreements, benefits, households, list_homes, projects, roster_pasting, rosters
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


def agreed(book: Book) -> uuid.UUID:
    """An agreement of the sample's roster project with the lines of two households for a year."""
    keys = [households.key_of(book, f"350699101207000{number}") for number in (1, 2)]
    values = {"operator": "试用合作社", "kind": "分红", "yearly_fen": 1_000}
    return benefit_agreements.agree(book, hens(book), values, keys, year=2024, **DONE)[1]


def of_agreement(do: Callable[[Book, uuid.UUID], Any]) -> Callable[[Book], Any]:
    """Do it to an agreement made before."""

    def doing(book: Book) -> Any:
        key = agreed(book)
        yield
        yield do(book, key)

    return doing


def of_lines(do: Callable[[Book, list[uuid.UUID]], Any]) -> Callable[[Book], Any]:
    """Do it to benefit lines made before."""

    def doing(book: Book) -> Any:
        agreed(book)
        (year,) = benefits.view(book, hens(book), TODAY).years
        yield
        yield do(book, [line.key for line in year.lines])

    return doing


DOINGS: dict[str, Callable[[Book], Any]] = {
    "roster.add": lambda book: rosters.add(
        book, hens(book), households.key_of(book, HOME), {"amount_fen": 1}, **DONE),
    "roster.fill": fill,
    "roster.paste": paste,
    "roster.set": lambda book: rosters.change(book, lines(book), {"note": "试"}, **DONE),
    "roster.receive": lambda book: rosters.receive(book, lines(book), TODAY - DAY, **DONE),
    "roster.remove": lambda book: rosters.remove(book, lines(book), actor=ACTOR),
    "benefit.agree": lambda book: benefit_agreements.agree(book, hens(book), {"operator": "试用合作社"}, **DONE),
    "benefit.list_year": of_agreement(lambda book, key: benefit_agreements.list_year(
        book, key, [households.key_of(book, HOME)], benefit_agreements.Terms(), year=2025, **DONE)),
    "benefit.next_year": of_agreement(lambda book, key: benefit_agreements.next_year(book, key, **DONE)),
    "benefit.correct": of_agreement(
        lambda book, key: benefit_agreements.correct(book, key, {"operator": "乙"}, actor=ACTOR)),
    "benefit.cancel": of_agreement(lambda book, key: benefit_agreements.cancel(book, key, actor=ACTOR)),
    "benefit.add": lambda book: benefits.add_line(
        book, hens(book), households.key_of(book, HOME), {"kind": "务工", "year": 2025}, **DONE),
    "benefit.set": of_lines(lambda book, keys: benefits.change(book, keys, {"note": "试"}, **DONE)),
    "benefit.pay": of_lines(lambda book, keys: benefits.pay(book, keys, TODAY, **DONE)),
    "benefit.remove": of_lines(lambda book, keys: benefits.remove(book, keys, actor=ACTOR)),
}  # fmt: skip
