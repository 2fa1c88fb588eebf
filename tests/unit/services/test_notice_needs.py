"""What a notice must say before it is frozen; what is missing is named, with the place to fill it in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests import made_books
from tests.unit.documents import sample_notices as sample
from villagebook.base.errors import UserError
from villagebook.base.sheet import Contact
from villagebook.models import Notice
from villagebook.notices import NOTICE_KINDS, NoticeKind
from villagebook.services import books, publicity
from villagebook.services.notice_needs import refuse_wanting, wanting
from villagebook.store import Book

TODAY = dt.date(2025, 6, 10)


@pytest.fixture
def drafted(tmp_path: Path) -> Iterator[tuple[Book, str]]:
    with books.open_book(made_books.a_copy(made_books.imported(), tmp_path)) as book:
        made = publicity.draft(book, "N4", actor="测试", today=TODAY, project="35069920250007")
        yield book, made.number


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village with nothing in its book."""
    path = tmp_path_factory.mktemp("empty") / "空.vbook"
    names = {"name": "清溪村", "code": "350699101203", "township": "云岭镇", "county": "示范县"}
    books.create(path, actor="测试", **names).close()
    return path


def test_a_notice_that_says_all_is_let_through() -> None:
    assert [*wanting(sample.roster())] == []
    refuse_wanting(sample.roster())


@pytest.mark.parametrize(
    ("changes", "what", "where"),
    [
        ({"contacts": (Contact("何正", " "),)}, "意见反映的电话", "村办公电话"),
        ({"contacts": ()}, "意见反映的电话", "村办公电话"),
        ({"contacts": (), "contact_label": "咨询电话"}, "咨询电话", "村办公电话"),
        ({"place": ""}, "张贴地点", "公示地点"),
        ({"signers": ("",)}, "落款单位", "落款单位"),
        ({"title_parts": ()}, "题目", "词句"),
    ],
)
def test_what_is_missing_is_named_with_the_place_to_fill_it_in(
    changes: dict[str, object], what: str, where: str
) -> None:
    with pytest.raises(UserError) as caught:
        refuse_wanting(replace(sample.roster(), **changes))  # type: ignore[arg-type]
    assert caught.value.id == "notice.wanting"
    assert f"还没有{what}，不能定稿" in caught.value.message
    assert where in caught.value.hint


def test_one_phone_of_several_is_enough() -> None:
    refuse_wanting(replace(sample.roster(), contacts=(Contact("何正", ""), Contact("李四", "0599-5550101"))))


def test_a_village_without_an_office_phone_cannot_post_and_can_once_it_has_one(drafted: tuple[Book, str]) -> None:
    book, number = drafted
    books.edit_village(book, {"office_phone": ""}, actor="测试")
    with pytest.raises(UserError, match=r"还没有.+电话，不能定稿"):
        publicity.post(book, number, TODAY, actor="测试")
    assert publicity.view(book, number, TODAY).state == publicity.DRAFT
    books.edit_village(book, {"office_phone": "0599-5550101"}, actor="测试")
    assert publicity.post(book, number, TODAY, actor="测试").code


@pytest.mark.parametrize("kind", NOTICE_KINDS, ids=lambda kind: kind.id)
def test_nothing_is_drafted_where_there_is_nothing_to_show(kind: NoticeKind, empty: Path) -> None:
    about = {"period": "2025Q1"} if kind.id == "village-accounts" else {}
    with books.open_book(empty) as book:
        with pytest.raises(UserError) as caught:
            publicity.draft(book, kind.id, actor="测试", today=TODAY, **about)  # type: ignore[arg-type]
        assert caught.value.message
        assert "\n" not in str(caught.value)
        assert publicity_numbers(book) == []


def publicity_numbers(book: Book) -> list[str]:
    with book.read() as connection:
        return list(connection.execute(select(Notice.number)).scalars())


def test_a_village_that_names_no_place_hangs_on_the_board_of_village_matters(drafted: tuple[Book, str]) -> None:
    book, number = drafted
    books.edit_village(book, {"board_place": ""}, actor="测试")
    publicity.post(book, number, TODAY, actor="测试")
    content = publicity.view(book, number, TODAY).content
    assert content is not None
    assert content.place == "村务公开栏"
