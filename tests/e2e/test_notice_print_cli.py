"""Printing one notice on the command line: its paper, in tiles, as 大白话; every notice of the sample village."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select

from tests import made_books
from tests.e2e.conftest import Run, program
from villagebook.base.errors import UserError
from villagebook.models import Notice
from villagebook.services import books
from villagebook.services.notice_print import Wish, can_be_plain, printed
from villagebook.store import Book

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_books.a_copy(made_books.sample(), tmp_path_factory.mktemp("print"))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return partial(program, tmp_path)


@pytest.fixture(scope="module")
def number(book: Path) -> str:
    """A posted roster."""
    with books.open_book(book, read_only=True) as opened:
        return next(number for kind, number in notices(opened) if kind == "roster-beneficiaries")


def notices(opened: Book) -> list[tuple[str, str]]:
    """Kind and number of each posted notice of the village's own."""
    query = select(Notice.kind, Notice.number).where(Notice.posted_at.is_not(None), Notice.content.is_not(None))
    with opened.read() as connection:
        return [(str(kind), str(number)) for kind, number in connection.execute(query.order_by(Notice.number))]


def sizes(path: Path) -> set[tuple[int, int]]:
    document = pypdfium2.PdfDocument(path)
    try:
        found = (document.get_page_size(page) for page in range(len(document)))
        return {(round(across / 72 * 25.4), round(down / 72 * 25.4)) for across, down in found}
    finally:
        document.close()


@pytest.mark.parametrize(
    ("options", "said", "size"),
    [
        (("--paper", "A1"), "用 A1 重新排版，不是张贴时的原件", {(594, 841)}),
        (("--paper", "a2l"), "用 A2横 重新排版", {(594, 420)}),
        (("--paper", "a3"), "用 A3 重新排版", {(297, 420)}),
        (("--paper", "a4"), "张贴时定稿的原件", {(210, 297)}),
        (("--paper", "a1", "--tile", "a3"), "一张 A1 拼成 4 张 A3", {(297, 420)}),
        (("--plain-words",), "大白话，以公示为准", {(210, 297)}),
        (("--plain-words", "--paper", "A3"), "大白话，以公示为准", {(297, 420)}),
    ],
)
def test_a_notice_is_printed_as_it_is_asked_for(
    run: Run, book: Path, number: str, tmp_path: Path, options: tuple[str, ...], said: str, size: set[tuple[int, int]]
) -> None:
    done = run("print", "notice", book, number, *options, "-o", tmp_path / "a.pdf")
    assert (done.status, done.err) == (0, "")
    assert said in done.out
    assert sizes(tmp_path / "a.pdf") == size


@pytest.mark.parametrize(
    "options",
    [("--paper", "b5"), ("--tile", "a5"), ("--paper", "a4", "--tile", "a3"), ("--plain-words", "--tile", "a4")],
)
def test_what_cannot_be_printed_is_refused_in_one_line_and_writes_nothing(
    run: Run, book: Path, number: str, tmp_path: Path, options: tuple[str, ...]
) -> None:
    done = run("print", "notice", book, number, *options, "-o", tmp_path / "a.pdf")
    assert (done.status, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert not (tmp_path / "a.pdf").exists()


def test_every_notice_of_the_sample_has_its_plain_words_or_says_it_has_none(book: Path) -> None:
    told = set()
    with books.open_book(book, read_only=True) as opened:
        for kind, number in notices(opened):
            if kind in told:
                continue
            told.add(kind)
            if can_be_plain(kind):
                made = printed(opened, number, Wish(plain_words=True), today=TODAY)
                assert made.pages == 1
                assert made.hits == ()
            else:
                with pytest.raises(UserError):
                    printed(opened, number, Wish(plain_words=True), today=TODAY)
    assert len(told) > 10
