"""The verbs of closings and of entries' papers, each done once to the sample book."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Callable
from typing import Any

from PIL import Image
from sqlalchemy import select

from villagebook.models import FundEntry
from villagebook.services import closings, entry_papers
from villagebook.store import Book

ACTOR = "测试"


def picture() -> entry_papers.Given:
    """A photo of an invoice."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return entry_papers.Given("发票.png", out.getvalue())


def a_draft(book: Book) -> uuid.UUID:
    """The first entry that waits."""
    with book.read() as connection:
        query = select(FundEntry.id).where(FundEntry.posted_at.is_(None)).order_by(FundEntry.id)
        key: uuid.UUID = connection.execute(query).scalars().first()
        return key


def first_month(book: Book) -> tuple[int, int]:
    """The first month with entries."""
    with book.read() as connection:
        day = connection.execute(select(FundEntry.date).order_by(FundEntry.date)).scalars().first()
    assert day is not None
    return day.year, day.month


def close_the_first(book: Book) -> Any:
    year, month = first_month(book)
    return closings.close(book, year, month, actor=ACTOR, today=dt.date(2025, 11, 5))


def reopen_the_first(book: Book) -> Any:
    year, month = first_month(book)
    close_the_first(book)
    yield
    yield closings.reopen(book, year, month, why="漏记", actor=ACTOR, today=dt.date(2025, 11, 6))


def take_a_paper_away(book: Book) -> Any:
    entry_papers.attach(book, a_draft(book), [picture()], actor=ACTOR)
    (paper,) = entry_papers.papers(book, a_draft(book))
    yield
    yield entry_papers.detach(book, paper.link, actor=ACTOR)


DOINGS: dict[str, Callable[[Book], Any]] = {
    "funds.close": close_the_first,
    "funds.reopen": reopen_the_first,
    "funds.attach": lambda book: entry_papers.attach(book, a_draft(book), [picture()], actor=ACTOR),
    "funds.detach": take_a_paper_away,
}
