"""What must be made public in a year, and how far it is: for the calendar, 今日 and the command line.

The duties themselves and their ledger stand in ledgers/duties.py; here they are read for a book, and it is said what
can be done about each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from villagebook.ledgers import duties as ledger
from villagebook.ledgers.duties import DUE, DUTY_KINDS, MET, MET_LATE, MISSED, TO_COME, UNKNOWN, Duty
from villagebook.services.overrides import overrides
from villagebook.store import Book

__all__ = [
    "DUE", "MET", "MET_LATE", "MISSED", "TO_COME", "UNKNOWN", "Duty", "YearOfDuties", "duties", "of_years",
    "pressing", "said", "said_short",
    "source_of", "year_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class YearOfDuties:
    """One year's duties, by the day they are due.

    Attributes:
        years: All years that have any, the newest first.
        line: The sum in one line.
    """

    year: int
    duties: tuple[Duty, ...]
    years: tuple[int, ...]
    line: str


def duties(book: Book, year: int, today: dt.date) -> tuple[Duty, ...]:
    """The duties of a year as of a day, by the day they are due."""
    with book.read() as connection:
        return tuple(_read(connection, book, year, today))


def year_of(book: Book, year: int, today: dt.date) -> YearOfDuties:
    """The duties of a year with what the calendar says above them."""
    with book.read() as connection:
        every = _read(connection, book, None, today)
    of_year = tuple(one for one in every if one.year == year)
    years = sorted({one.year for one in every} | {today.year}, reverse=True)
    return YearOfDuties(year, of_year, tuple(years), _line(of_year, year > today.year))


def of_years(connection: Connection, book: Book, years: Iterable[int], today: dt.date) -> tuple[Duty, ...]:
    """The duties of some years as of a day, by the day they are due."""
    own = overrides(connection, book.village_id)
    return tuple(ledger.duties(connection, book.village_id, years, today, own))


def pressing(connection: Connection, book: Book, today: dt.date) -> tuple[Duty, ...]:
    """What is due now or was missed, of this year and the year before."""
    every = of_years(connection, book, (today.year - 1, today.year), today)
    return tuple(one for one in every if one.state in (DUE, MISSED))


def said(one: Duty) -> str:
    """How far a duty is, in words."""
    match one.state:
        case state if state == MET:
            return f"{one.posted_on} 公开"
        case state if state == MET_LATE:
            return f"{one.posted_on} 公开，晚了 {one.days} 天"
        case state if state == MISSED:
            return f"没有公开，已过 {one.days} 天"
        case state if state == DUE:
            if one.waiting is not None:
                return f"{one.due_on} 前公开，草稿已拟"
            return f"{one.due_on} 前公开，还有 {one.days} 天" if one.days else "今天该公开"
        case state if state == UNKNOWN:
            return "书里没有记载"
    return f"{one.due_on} 前公开"


def said_short(one: Duty) -> str:
    """How far a duty is, where there is little room."""
    match one.state:
        case state if state in (MET, MET_LATE):
            late = f" 晚{one.days}天" if one.days else ""
            return f"{one.posted_on:%m-%d}{late}"
        case state if state == MISSED:
            return f"过 {one.days} 天"
        case state if state == DUE:
            return f"{one.days} 天内" if one.days else "今天"
        case state if state == UNKNOWN:
            return "没有记载"
    return f"{one.due_on:%m-%d} 前"


def source_of(one: Duty) -> str:
    """The rule that asks for it."""
    return DUTY_KINDS[one.duty].source


def _read(connection: Connection, book: Book, year: int | None, today: dt.date) -> list[Duty]:
    own = overrides(connection, book.village_id)
    return ledger.duties(connection, book.village_id, None if year is None else [year], today, own)


def _line(of_year: tuple[Duty, ...], ahead: bool) -> str:
    counts = {
        "已公开": sum(one.state in (MET, MET_LATE) for one in of_year),
        "该公开": sum(one.state == DUE for one in of_year),
        "没有公开": sum(one.state == MISSED for one in of_year),
        "未到时候": sum(one.state == TO_COME for one in of_year),
    }
    said_ = [f"{what} {number} 项" for what, number in counts.items() if number]
    return "，".join(said_) or ("还没有到，到那一年再列" if ahead else "没有要公开的事项")
