"""The check that what hangs is still what the book says, on a real notice of a real book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests import made_books
from tests.unit.services.notices_at_hand import NUMBER, ROSTER, roster_hung
from villagebook.checks import CHECKS
from villagebook.ledgers import Scope
from villagebook.models import Notice, RosterLine
from villagebook.services import books, fields, publicity, today
from villagebook.services.overrides import overrides
from villagebook.store import Book

TODAY = made_books.TODAY


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with books.open_book(made_books.a_copy(roster_hung(TODAY), tmp_path)) as opened:
        yield opened


@pytest.fixture
def found(book: Book) -> Callable[..., list[tuple[str, str]]]:
    """Give a function: check id -> (subject, message) of its findings as of a day."""

    def run(id: str, on: dt.date = TODAY) -> list[tuple[str, str]]:
        with book.read() as connection:
            own = overrides(connection, book.village_id)
            return [(f.subject, f.message) for f in CHECKS[id].run(connection, Scope(book.village_id, on), own)]

    return run


def change(book: Book) -> None:
    """Change the remark of the roster's first line."""
    line = RosterLine.__table__
    with book.read() as connection:
        key = connection.execute(select(line.c.id).where(line.c.project_code == ROSTER)).scalars().first()
    assert key is not None
    fields.edit(book, "roster_line", key, "note", "补种", actor="测试")


def test_fires_notices_book_changed(book: Book, found: Any) -> None:
    change(book)
    ((subject, message),) = found("notices.book-changed")
    assert subject == NUMBER
    assert message.startswith("公示后台账改了：第 ")
    task = next(task for task in today.today(book, TODAY).tasks if task.title.startswith("核对公示和台账"))
    assert (task.key, task.when) == (NUMBER, "不一致")


def test_silent_on_notices_book_changed(book: Book, found: Any) -> None:
    assert found('notices.book-changed') == []
    change(book)
    publicity.take_down(book, NUMBER, TODAY + dt.timedelta(days=11), actor="测试")
    assert found("notices.book-changed", TODAY + dt.timedelta(days=60)) == []


def test_silent_about_what_was_withdrawn(book: Book, found: Any) -> None:
    change(book)
    publicity.withdraw(book, NUMBER, "写错", TODAY, actor="测试")
    assert found("notices.book-changed") == []
    with book.read() as connection:
        assert connection.execute(select(Notice.state)).scalars().all() == ["已撤回"]
