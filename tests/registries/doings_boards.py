"""Each verb of the village's boards, done once to the sample book."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from tests import made_books
from villagebook.models import Notice
from villagebook.services import boards
from villagebook.store import Book

ACTOR = "测试"


def hanging(book: Book) -> str:
    """The number of a notice of the sample that hangs."""
    with book.read() as connection:
        query = select(Notice.number).where(Notice.state == "公示中").order_by(Notice.serial)
        return connection.execute(query).scalars().first() or ""


def a_board(book: Book) -> uuid.UUID:
    """A board of the book, added for this."""
    _, key = boards.add(book, {"name": "下溪公示栏", "place": "下溪", "width": "120", "height": "90"}, actor=ACTOR)
    return key


def on_a_board(verb: Callable[[Book, uuid.UUID], Any]) -> Callable[[Book], Any]:
    """Do it with (book, a board of it)."""

    def doing(book: Book) -> Any:
        key = a_board(book)
        yield
        yield verb(book, key)

    return doing


DAY: dt.date = made_books.TODAY
DOINGS: dict[str, Callable[[Book], Any]] = {
    "board.add": lambda book: boards.add(book, {"name": "下溪公示栏"}, actor=ACTOR),
    "board.change": on_a_board(lambda book, key: boards.change(book, key, {"width": "180"}, actor=ACTOR)),
    "board.retire": on_a_board(lambda book, key: boards.retire(book, key, DAY, actor=ACTOR)),
    "board.hang": on_a_board(lambda book, key: boards.hang_on(book, hanging(book), key, DAY, actor=ACTOR)),
}  # fmt: skip
