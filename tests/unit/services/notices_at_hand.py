"""A book whose money is posted, with one notice drafted from it: what the tests of a notice's life begin with."""

from __future__ import annotations

import datetime as dt
import functools
import io
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import select

from tests import made_books
from tests.unit.services.conftest import TODAY
from villagebook.models import Notice
from villagebook.services import books, money, publicity
from villagebook.services.entry_papers import Given
from villagebook.store import Book

ROSTER = "35069920250008"
NUMBER = "清溪公示〔2025〕1号"
TAKEN, WRITTEN = 0x9003, 0x0132


@functools.cache
def drafted() -> Path:
    """The imported book, its entries posted and N4 of the chickens drafted for TODAY; copy it."""
    path = made_books.a_copy(made_books.imported(), Path(tempfile.mkdtemp(prefix="notice-life-")))
    with books.open_book(path) as book:
        money.post(book, None, actor="测试", today=TODAY)
        publicity.draft(book, "N4", actor="测试", today=TODAY, project=ROSTER)
    return path


@functools.cache
def hung() -> Path:
    """``drafted`` with its notice hung on TODAY; copy it."""
    path = made_books.a_copy(drafted(), Path(tempfile.mkdtemp(prefix="notice-hung-")))
    with books.open_book(path) as book:
        publicity.post(book, NUMBER, TODAY, actor="测试")
    return path


@functools.cache
def roster_hung(on: dt.date) -> Path:
    """The imported book, its entries drafts, with N4 of the chickens hung on a day; copy it."""
    path = made_books.a_copy(made_books.imported(), Path(tempfile.mkdtemp(prefix="notice-roster-")))
    with books.open_book(path) as book:
        publicity.draft(book, "N4", actor="测试", today=on, project=ROSTER)
        publicity.post(book, NUMBER, on, actor="测试")
    return path


def row(book: Book, number: str = NUMBER) -> dict[str, Any]:
    """The notice as stored."""
    with book.read() as connection:
        return dict(connection.execute(select(Notice.__table__).where(Notice.number == number)).mappings().one())


def picture(
    shade: int = 230, *, taken: str = "", located: bool = False, name: str = "照片.jpg", kind: str = "JPEG"
) -> Given:
    """A small photo of one shade, as a camera that knows day and place would give it."""
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[TAKEN] = taken
    if located:
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (26.0, 4.0, 30.0)
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (shade, shade, shade)).save(out, kind, exif=exif)
    return Given(name, out.getvalue())


def days(count: int) -> dt.date:
    """So many days after TODAY."""
    return TODAY + dt.timedelta(days=count)
