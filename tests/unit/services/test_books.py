"""Making and opening a book: what it is called, what is refused, what it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.services.conftest import CLEAN, take
from villagebook.base.errors import KnownError, UserError
from villagebook.services import books, history
from villagebook.store import Book


@pytest.mark.parametrize(
    "code", ["", "3506", "35069910120", "3506991012030", "35069910120X", "三五〇六九九一〇一二〇三", "3506991012.3"]
)
def test_a_code_that_is_not_of_twelve_digits_makes_no_book(tmp_path: Path, code: str) -> None:
    with pytest.raises(UserError, match="12 位") as caught:
        books.create(tmp_path / "b.vbook", name="清溪村", code=code, actor="测试")
    assert caught.value.id == "book.village_code"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", ["350699101203", " 350699101203 ", "３５０６９９１０１２０３"])
def test_width_and_blanks_of_the_code_do_not_matter(tmp_path: Path, code: str) -> None:
    with books.create(tmp_path / "b.vbook", name="清溪村", code=code, actor="测试") as book:
        assert books.info(book).code == "350699101203"


@pytest.mark.parametrize("name", ["", " ", "\t"])
def test_a_village_without_a_name_makes_no_book(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="没有写村名"):
        books.create(tmp_path / "b.vbook", name=name, code="350699101203", actor="测试")
    assert list(tmp_path.iterdir()) == []


def test_a_new_book_knows_how_it_signs_and_numbers(tmp_path: Path) -> None:
    named = {"name": "清溪村", "code": "350699101203", "township": "云岭镇"}
    with books.create(tmp_path / "b.vbook", actor="测试", **named) as book:  # type: ignore[arg-type]
        values = books.info(book).values
    assert (values["number_prefix"], values["board_place"], values["township"]) == ("清溪公示", "村务公开栏", "云岭镇")


def test_nothing_is_written_over_a_book_that_is_there(book: Book, tmp_path: Path) -> None:
    head = history.head(book)
    with pytest.raises((UserError, KnownError)):
        books.create(tmp_path / "b.vbook", name="别村", code="350699101204", actor="测试")
    assert history.head(book) == head
    assert books.info(book).name == "清溪村"


def test_the_book_says_how_much_it_holds(clean: Book) -> None:
    about = books.info(clean)
    assert (about.households, about.people, about.projects, about.entries, about.notices) == (24, 84, 12, 184, 0)
    assert (about.read_only, about.folder) == (False, clean.folder)


def test_the_villages_own_fields_are_edited_cleared_and_undone(book: Book) -> None:
    before = books.info(book).values
    books.edit_village(book, {"office_phone": "0596-3000000", "board_place": ""}, actor="测试")
    after = books.info(book).values
    assert (after["office_phone"], after["board_place"]) == ("0596-3000000", "")
    history.undo_last(book, actor="测试")
    assert books.info(book).values == before


@pytest.mark.parametrize("values", [{"name": " "}, {"code": "3506"}, {"name": "x", "code": ""}])
def test_a_village_keeps_its_name_and_code(book: Book, values: dict[str, str]) -> None:
    before = books.info(book).values
    with pytest.raises(UserError):
        books.edit_village(book, values, actor="测试")
    assert books.info(book).values == before


def test_a_backup_brings_the_book_back_and_keeps_the_present_one(book: Book, tmp_path: Path) -> None:
    take(book, CLEAN[0])
    report = books.back_up(book, tmp_path / "备份.vbak")
    assert report.ok
    kept_head, folder = history.head(book), book.folder
    assert folder is not None
    books.edit_village(book, {"name": "改名村"}, actor="测试")
    changed_head = history.head(book)
    book.close()
    restored = books.restore(report.path, folder)
    with books.open_book(folder) as again:
        assert (books.info(again).name, history.head(again)) == ("清溪村", kept_head)
        assert history.verify(again) == []
    assert restored.kept_aside is not None
    with books.open_book(restored.kept_aside, read_only=True) as aside:
        assert (books.info(aside).name, history.head(aside)) == ("改名村", changed_head)


def test_the_last_backup_is_told(book: Book) -> None:
    assert books.last_backup(book) is None
    books.back_up(book, reason="试")
    last = books.last_backup(book)
    assert last is not None
    assert last[1] == "试"
