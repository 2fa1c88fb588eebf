"""One box over everything: what people type finds the record they mean."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from tests import made_books
from tests.builders import a_household, a_person
from villagebook.models import Household, Membership, Notice, Person
from villagebook.services import books, household_head, money
from villagebook.services.search import Hit, search
from villagebook.store import Book, Undo


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The sample book, read only."""
    path = made_books.a_copy(made_books.sample(), tmp_path_factory.mktemp("search"))
    with books.open_book(path, read_only=True) as opened:
        yield opened


def titles(book: Book, text: str, page: str = "households") -> list[str]:
    """Titles of the hits of one page."""
    return [hit.title for hit in search(book, text) if hit.page == page]


def a_head(book: Book) -> dict[str, str]:
    """A household of the sample that has a phone, with the head's own number."""
    with book.read() as connection:
        query = (
            select(Household.code, Household.head_name, Household.phone, Person.id_number)
            .join(Person, Person.id == Household.head_id)
            .where(Household.phone.is_not(None), Person.id_number.startswith("350699"))
            .order_by(Household.code)
        )
        return dict(connection.execute(query).mappings().first() or {})  # type: ignore[arg-type]


def a_member(book: Book) -> tuple[str, str, uuid.UUID]:
    """Name, number and household of somebody of the sample who is no head."""
    with book.read() as connection:
        query = (
            select(Person.name, Person.id_number, Membership.household_id)
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.relation == "配偶", Membership.through_on.is_(None), Person.id_number.is_not(None))
        )
        return tuple(connection.execute(query).first() or ())  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("欧阳志恒", "欧阳志恒"), ("志恒", "欧阳志恒"), ("ouyangzhiheng", "欧阳志恒"), ("ouyang", "欧阳志恒"),
        ("oyzh", "欧阳志恒"), ("OYZH", "欧阳志恒"), (" oyzh ", "欧阳志恒"), ("ＯＹＺＨ", "欧阳志恒"),
        ("𠮷", "𠮷"), ("㛃", "㛃"), ("𬭎", "𬭎"),
    ],
)  # fmt: skip
def test_names_are_found_by_text_pinyin_and_initials(village: Book, typed: str, found: str) -> None:
    assert any(found in title for title in titles(village, typed))


def test_a_head_is_found_by_the_first_and_last_digits_of_the_number(village: Book) -> None:
    home = a_head(village)
    for typed in (home["id_number"], home["id_number"][-4:], home["id_number"][-6:], home["id_number"][:14]):
        assert home["head_name"] in titles(village, typed), typed


def test_a_member_is_found_and_opens_the_household(village: Book) -> None:
    name, number, household = a_member(village)
    for typed in (name, number, number[-4:]):
        found = [hit for hit in search(village, typed) if (hit.title, hit.key) == (name, household)]
        assert len(found) == 1, typed
        assert found[0].page == "households"
        assert "的配偶" in found[0].detail


def test_an_x_at_the_end_of_a_number_may_be_typed_small(book: Book) -> None:
    with book.work("test", "测试", "户", Undo.NONE) as work:
        a_household(work, book.village_id, head="林秀兰", people=(
            {"name": "林小", "relation": "之子", "id_number": "35069920100101003X"},))  # fmt: skip
        work.commit()
    assert titles(book, "003x") == titles(book, "003X") == ["林小"]


def test_somebody_whose_relation_nobody_wrote_down_is_found_too(book: Book) -> None:
    with book.work("test", "测试", "户", Undo.NONE) as work:
        home = a_household(work, book.village_id, head="林秀兰").household
        a_person(work, book.village_id, name="林小", household=home)
        work.commit()
    assert titles(book, "林小") == ["林小"]


def test_phones_are_found_from_their_first_digits(village: Book) -> None:
    home = a_head(village)
    assert home["head_name"] in titles(village, home["phone"])
    assert len(titles(village, home["phone"][:7])) > 1


def test_a_code_finds_its_household_first_and_then_its_people(village: Book) -> None:
    home = a_head(village)
    hits = search(village, home["code"])
    assert hits[0].title == home["head_name"]
    assert len({hit.key for hit in hits}) == 1
    assert home["head_name"] in titles(village, home["code"][-4:])


@pytest.mark.parametrize("typed", ["庭院养鸡", "tyyj", "tingyuan", "35069920250706"])
def test_projects_are_found_by_name_pinyin_and_code(village: Book, typed: str) -> None:
    assert any("庭院养鸡" in title for title in titles(village, typed, "projects"))


def test_money_is_found_by_amount_in_any_writing(book: Book) -> None:
    for voucher, fen in (("记-0001", 1_234_567), ("记-0002", 99)):
        values = {"date": dt.date(2025, 3, 1), "voucher": voucher, "kind": "到账", "amount_fen": fen}
        money.write_entry(book, values, actor="测试")
    for typed in ("12345.67", "12,345.67", "１２３４５．６７", "12345.67元"):
        assert [title.split("　")[0] for title in titles(book, typed, "funds")] == ["记-0001"], typed
    assert titles(book, "123", "funds") == []


@pytest.mark.parametrize("typed", ["记-0007", "记－０００７"])
def test_money_is_found_by_voucher(village: Book, typed: str) -> None:
    assert any(title.startswith("记-0007") for title in titles(village, typed, "funds"))


@pytest.mark.parametrize("typed", ["{number}", "〔2025〕{serial}", "油茶种植到户"])
def test_notices_are_found_by_number_and_title(village: Book, typed: str) -> None:
    title = "上云村2025年油茶种植到户项目受益户公示"
    with village.read() as connection:
        number, serial = connection.execute(select(Notice.number, Notice.serial).where(Notice.heading == title)).one()
    assert title in titles(village, typed.format(number=number, serial=serial), "notices")


@pytest.mark.parametrize("typed", ["", "  ", "没有这个人", "%", "_", "zzzz", "'; drop table person"])
def test_nothing_is_found_for_nothing(village: Book, typed: str) -> None:
    assert search(village, typed) == []


def test_no_hit_shows_a_whole_number_or_phone(village: Book) -> None:
    home = a_head(village)
    with village.read() as connection:
        numbers = [n for n in connection.execute(select(Person.id_number)).scalars() if n]
    hits = [hit for typed in ("林", "35", home["phone"][:4], "1") for hit in search(village, typed)]
    shown = [f"{hit.title} {hit.detail}" for hit in hits]
    assert shown
    assert not [line for line in shown for number in numbers if number in line]


def test_names_that_begin_so_come_first_and_each_kind_is_limited(book: Book) -> None:
    with book.work("test", "测试", "户", Undo.NONE) as work:
        for serial, name in enumerate(("王小明", "小明", "李小明", *(f"明{n}" for n in range(20)))):
            a_household(work, book.village_id, code=f"35069910120300{serial:02d}", head=name)
        work.commit()
    assert titles(book, "小明")[0] == "小明"
    assert len(search(book, "明", limit=5)) == 5
    assert all(isinstance(hit, Hit) for hit in search(book, "明"))


def test_a_household_without_head_is_named_so(tmp_path: Path, book: Book) -> None:
    with book.work("test", "测试", "户", Undo.NONE) as work:
        a_household(work, book.village_id, code="3506991012030099", head=None)
        work.commit()
    assert titles(book, "0099") == ["（没有户主）"]


def test_a_person_is_found_by_a_former_name(sample: Book) -> None:
    with sample.read() as connection:
        key, name = connection.execute(select(Person.id, Person.name).order_by(Person.code)).first()
    household_head.rename(sample, key, "欧阳新名", keep_former=True, actor="x")
    household_head.rename(sample, key, "欧阳又新", keep_former=True, actor="x")
    assert "欧阳又新" in {hit.title for hit in search(sample, name) if hit.kind in ("person", "household")}
    assert "欧阳又新" in {hit.title for hit in search(sample, "欧阳新名")}
    with sample.read() as connection:
        former = connection.execute(select(Person.former_name).where(Person.id == key)).scalar_one()
    assert former == f"{name}、欧阳新名"
