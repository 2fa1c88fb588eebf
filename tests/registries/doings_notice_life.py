"""Doing each verb of a notice's life once to the sample book, for test_verbs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from tests import made_books
from tests.unit.services.notices_at_hand import picture
from villagebook.models import Notice
from villagebook.services import notice_events, notice_photos, notice_received, publicity
from villagebook.services.sample import walls
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


def _photo(book: Book) -> tuple[str, Any]:
    """A photo of one that hangs: its notice and its key."""
    number = one_that_is(book, publicity.UP)
    notice_photos.add(book, number, [picture(77)], actor=ACTOR, today=TODAY)
    return number, notice_photos.photos(book, number, TODAY)[-1].key


def _damage(book: Book) -> Any:
    number = one_that_is(book, publicity.UP)
    notice_events.record(book, number, notice_events.DAMAGED, TODAY, actor=ACTOR)
    return notice_events.events(book, number, TODAY)[-1].key


def place(book: Book) -> Any:
    """Put a photo in, and say that it is of another moment."""
    _, key = _photo(book)
    yield
    yield notice_photos.place(book, key, {"moment": "其他", "note": "补拍"}, actor=ACTOR)


def remove(book: Book) -> Any:
    """Put a photo in, and take it out."""
    _, key = _photo(book)
    yield
    yield notice_photos.remove(book, key, actor=ACTOR)


def put_back(book: Book) -> Any:
    """A notice fell, and is put up again."""
    key = _damage(book)
    yield
    yield notice_events.put_back(book, key, TODAY, actor=ACTOR)


def event_remove(book: Book) -> Any:
    """A notice fell, but it did not."""
    key = _damage(book)
    yield
    yield notice_events.remove(book, key, actor=ACTOR)


def photograph(book: Book) -> Any:
    """Hang one more, and put the sample's photos with it."""
    publicity.post(book, one_that_is(book, publicity.DRAFT), TODAY, actor=ACTOR)
    yield
    yield walls.photograph(book, actor=ACTOR)


DOINGS: dict[str, Callable[[Book], Any]] = {
    "notice.finalise": lambda book: publicity.finalise(
        book, one_that_is(book, publicity.DRAFT), TODAY, actor=ACTOR, days=publicity.LONG),
    "notice.unfinalise": unfinalise,
    "notice.hang": hang,
    "notice.archive": archive,
    "demo.photos": photograph,
    "notice.photo": lambda book: notice_photos.add(
        book, one_that_is(book, publicity.UP), [picture()], actor=ACTOR, today=TODAY),
    "notice.photo_place": place,
    "notice.photo_remove": remove,
    "notice.event": lambda book: notice_events.record(
        book, one_that_is(book, publicity.UP), notice_events.SEEN, TODAY, actor=ACTOR),
    "notice.put_back": put_back,
    "notice.event_remove": event_remove,
    "notice.receive": lambda book: notice_received.receive(
        book, "低保对象公示", actor=ACTOR, issuer="乡镇", from_on=TODAY, through_on=TODAY + dt.timedelta(days=7)),
}  # fmt: skip
