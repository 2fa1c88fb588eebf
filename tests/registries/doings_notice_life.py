"""Doing each verb of a notice's life once to the sample book, for test_verbs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from tests import made_books
from villagebook.models import Notice
from villagebook.services import publicity
from villagebook.store import Book

TODAY = made_books.TODAY
ACTOR = "测试"


def one_that_is(book: Book, state: str) -> str:
    """The number of the first notice in a state."""
    query = select(Notice.number).where(Notice.state == state).order_by(Notice.serial)
    with book.read() as connection:
        found = connection.execute(query).scalars().first()
    assert found is not None
    return found


def _finalised(book: Book) -> str:
    number = one_that_is(book, publicity.DRAFT)
    publicity.finalise(book, number, TODAY, actor=ACTOR)
    return number


def unfinalise(book: Book) -> Any:
    """Finalise one, and take that back."""
    number = _finalised(book)
    yield
    yield publicity.unfinalise(book, number, actor=ACTOR)


def hang(book: Book) -> Any:
    """Finalise one, and hang it."""
    number = _finalised(book)
    yield
    yield publicity.hang(book, number, TODAY, actor=ACTOR, hung_by="张三", witness="李四")


def archive(book: Book) -> Any:
    """Take one down, and archive it."""
    number = one_that_is(book, publicity.UP)
    publicity.take_down(book, number, TODAY, actor=ACTOR)
    yield
    yield publicity.archive(book, number, "公示期内无异议。", TODAY + dt.timedelta(days=1), actor=ACTOR)


DOINGS: dict[str, Callable[[Book], Any]] = {
    "notice.finalise": lambda book: publicity.finalise(
        book, one_that_is(book, publicity.DRAFT), TODAY, actor=ACTOR, days=publicity.LONG),
    "notice.unfinalise": unfinalise,
    "notice.hang": hang,
    "notice.archive": archive,
}  # fmt: skip
