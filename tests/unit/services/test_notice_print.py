"""A notice on other paper: any size, in tiles, as 大白话; always said to be no original."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select

from tests import made_books
from tests.unit.documents.pdf_reading import page_count
from villagebook.base.errors import UserError
from villagebook.models import Project
from villagebook.services import books, paper, publicity
from villagebook.services.notice_print import Printed, Wish, paper_name, printed
from villagebook.store import Book, Undo

TODAY = dt.date(2025, 6, 10)
A1 = (594, 841)


@pytest.fixture(scope="module")
def posted_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with one posted notice of N4 and one draft."""
    path = made_books.a_copy(made_books.imported(), tmp_path_factory.mktemp("posted"))
    with books.open_book(path) as book:
        made = publicity.draft(book, "N4", actor="测试", today=TODAY, project="35069920250007")
        publicity.post(book, made.number, TODAY, actor="测试")
        publicity.draft(book, "N4", actor="测试", today=TODAY, project="35069920250007")
    return path


@pytest.fixture
def book(posted_book: Path) -> Iterator[Book]:
    with books.open_book(posted_book, read_only=True) as opened:
        yield opened


@pytest.fixture
def numbers(book: Book) -> tuple[str, str]:
    """The posted one's number, and the draft's."""
    return "清溪公示〔2025〕1号", "清溪公示〔2025〕2号"


def text_of(made: Printed) -> str:
    document = pypdfium2.PdfDocument(made.data)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def size_of(made: Printed, page: int = 0) -> tuple[int, int]:
    document = pypdfium2.PdfDocument(made.data)
    try:
        return tuple(round(side / 72 * 25.4) for side in document.get_page_size(page))  # type: ignore[return-value]
    finally:
        document.close()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("a4", "A4"), ("A4", "A4"), ("a4l", "A4横"), ("A3L", "A3横"), ("a3横", "A3横"), ("A2", "A2"), ("a1p", "A1"),
        ("A1竖", "A1"), (" a1L ", "A1横"), ("auto", None), ("自动", None), (None, None),
    ],
)  # fmt: skip
def test_papers_are_named_as_people_type_them(typed: str | None, name: str | None) -> None:
    assert paper_name(typed) == name


@pytest.mark.parametrize("typed", ["b5", "a0", "a5", "", "a4 a3"])
def test_other_papers_are_refused_with_those_there_are(typed: str) -> None:
    with pytest.raises(UserError, match=r"没有“.*”这种纸") as caught:
        paper_name(typed)
    assert "a1" in caught.value.hint


@pytest.mark.parametrize("typed", ["a1", "A2", "a2l", "a3横"])
def test_a_posted_notice_in_another_size_keeps_code_and_words_and_says_what_it_is(
    book: Book, numbers: tuple[str, str], typed: str
) -> None:
    number, _ = numbers
    made = printed(book, number, Wish(paper=typed), today=TODAY)
    view = publicity.view(book, number, TODAY)
    assert not made.original
    assert "不是张贴时的原件" in made.said
    code = f"{view.code[:4]} {view.code[4:]}"
    assert code in text_of(made)
    assert made.pages == page_count(made.data)


def test_the_size_posted_is_the_very_file(book: Book, numbers: tuple[str, str]) -> None:
    frozen = publicity.frozen_pdf(book, numbers[0])
    assert printed(book, numbers[0], today=TODAY).data == frozen
    assert printed(book, numbers[0], Wish(paper="a4"), today=TODAY).data == frozen
    assert printed(book, numbers[0], Wish(paper="A4竖"), today=TODAY).data == frozen
    assert printed(book, numbers[0], Wish(paper="auto"), today=TODAY).data == frozen


def test_an_a1_sheet_is_as_large_as_a1(book: Book, numbers: tuple[str, str]) -> None:
    assert size_of(printed(book, numbers[0], Wish(paper="a1"), today=TODAY)) == A1


def test_tiles_without_a_paper_are_of_a1(book: Book, numbers: tuple[str, str], tmp_path: Path) -> None:
    made = printed(book, numbers[0], Wish(tile="A4"), today=TODAY)
    assert made.said.startswith("一张 A1 拼成")
    assert "不是张贴时的原件" in made.said
    assert all(sorted(size_of(made, page)) == [210, 297] for page in range(made.pages))
    report = paper.print_notice(book, numbers[0], tmp_path / "拼.pdf", today=TODAY, paper="a2", tile="a3")
    assert "一张 A2 拼成" in report.line
    assert "张 A3" in report.line
    assert report.pages == page_count((tmp_path / "拼.pdf").read_bytes())


def test_a_draft_in_tiles_and_as_plain_words_says_draft(book: Book, numbers: tuple[str, str]) -> None:
    for wish in (Wish(tile="a4"), Wish(plain_words=True), Wish(paper="a1")):
        made = printed(book, numbers[1], wish, today=TODAY)
        assert made.draft
        assert "草稿" in made.said
        assert "草稿" in text_of(made)


def test_plain_words_say_what_the_notice_says(book: Book, numbers: tuple[str, str]) -> None:
    number, _ = numbers
    content = publicity.view(book, number, TODAY).content
    assert content is not None
    made = printed(book, number, Wish(plain_words=True), today=TODAY)
    said = text_of(made).replace("\r\n", "").replace("\u3000", "").replace(" ", "")
    assert "发给谁？发多少？" in said
    assert f"以{content.number}为准" in said
    for row in content.tables[0].rows:
        assert str(row[1]).replace("\u3000", "") in said
    assert content.contacts[0].phone in said
    assert publicity.view(book, number, TODAY).code[:4] in said


@pytest.mark.parametrize(
    ("wish", "match"),
    [
        (Wish(tile="a5"), "不能拼在“a5”上"),
        (Wish(paper="a4", tile="a4"), "A4 不比 A4 大"),
        (Wish(plain_words=True, tile="a4"), "大白话不拼贴"),
        (Wish(plain_words=True, paper="a3l"), "大白话不用 A3横"),
    ],
)
def test_what_cannot_be_is_refused_in_words(book: Book, numbers: tuple[str, str], wish: Wish, match: str) -> None:
    with pytest.raises(UserError, match=match):
        printed(book, numbers[0], wish, today=TODAY)


def renamed(posted_book: Path, folder: Path, name: str) -> Printed:
    """The draft's 大白话 after its project was given another name."""
    with books.open_book(made_books.a_copy(posted_book, folder)) as book:
        with book.work("test.note", "测试", "改", Undo.INVERSE) as work:
            keys = work.connection.execute(select(Project.id)).scalars().all()
            work.write_rows(Project, updates=[(key, {"name": name}) for key in keys])
            work.commit()
        return printed(book, "清溪公示〔2025〕2号", Wish(plain_words=True), today=TODAY)


def test_private_words_are_told_on_plain_words_as_on_the_notice(posted_book: Path, tmp_path: Path) -> None:
    made = renamed(posted_book, tmp_path, "350626197001011213养鸡")
    assert made.hits
    assert "不要上墙" in made.warning


def test_a_programme_may_have_its_name_in_the_question(posted_book: Path, tmp_path: Path) -> None:
    made = renamed(posted_book, tmp_path, "困难残疾人家庭无障碍改造")
    assert "困难残疾人家庭无障碍改造补助发给谁？" in text_of(made).replace("\r\n", "")
    assert made.hits == ()
