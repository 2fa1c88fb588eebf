"""What 项目验收报告 and 资产移交表 say of the sample village's projects."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests import made_books
from villagebook.ledgers import Scope
from villagebook.services import asset_events, assets, books, projects
from villagebook.services.papers import works
from villagebook.store import Book

CHICKS, SHED, TOILETS, STORE = "35069920250706", "35069920250705", "35069920250709", "35069920250703"
ON = made_books.TODAY


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    with books.open_book(made_books.sample(), read_only=True) as opened:
        yield opened


def gathered(book: Book, paper: Any, code: str) -> list[Any]:
    """What the paper says of each of a project's records."""
    scope = Scope(book.village_id, ON)
    owner = projects.key_of(book, code)
    with book.read() as connection:
        return [paper.gather(connection, scope, key) for key in paper.of_project(connection, scope, owner)]


def test_a_report_sets_plan_beside_what_was_done(book: Book) -> None:
    (report,) = gathered(book, works.ACCEPTANCE, CHICKS)
    lines = [(one["item"], one["planned"], one["done"], one["change"]) for one in report.values["items"]]
    assert lines == [
        ("脱温鸡苗", "810只", "810只", "0"),
        ("受益户", "14户60人", "14户60人", "0"),
        ("投资", "14,580.00元", "14,580.00元", "0.00"),
        ("公示", "不少于10天", "1月14日至1月24日", "达标"),
    ]
    assert report.values["opinion"] == "实际完成脱温鸡苗810只，质量符合要求，验收合格。"
    assert (report.on, report.slot, report.subject) == (dt.date(2025, 6, 18), "acceptance", CHICKS)


def test_a_first_acceptance_lies_before_the_acceptance_itself(book: Book) -> None:
    first, last = gathered(book, works.ACCEPTANCE, SHED)
    assert (first.slot, first.title, last.slot, last.title) == (
        "preliminary", "项目村乡联合初验报告", "acceptance", "")
    assert len(first.values["members"]) == 4


def test_less_than_planned_is_shown_with_a_minus(book: Book) -> None:
    (report,) = gathered(book, works.ACCEPTANCE, "35069920240703")
    line = next(one for one in report.values["items"] if one["item"] == "投资")
    assert (line["planned"], line["done"], line["change"]) == ("96,000.00元", "86,400.00元", "−9,600.00")


def test_what_was_handed_over_together_stands_on_one_sheet(book: Book) -> None:
    (sheet,) = gathered(book, works.TRANSFER, TOILETS)
    assert len(sheet.values["assets"]) == sheet.values["count"] == 8
    assert sheet.values["sum_words"] == "8,000.00"
    assert sheet.values["assets"][0]["name"] == "卫生厕所（陈来福）"
    assert (sheet.values["owner"], sheet.values["handed_by"], sheet.values["received_by"]) == (
        "各受益户", "云岭镇人民政府", "上云村村民委员会")
    assert sheet.values["watched_by"].startswith("项目监督小组\n")


def test_nothing_is_printed_before_it_is_handed_over(tmp_path: Any) -> None:
    with books.open_book(made_books.a_copy(made_books.sample(), tmp_path)) as book:
        assert gathered(book, works.TRANSFER, STORE) == []
        assert gathered(book, works.ACCEPTANCE, STORE) == []
        keys: list[uuid.UUID] = []
        for name in ("冷库", "制冷机组"):
            keys += assets.form(book, projects.key_of(book, STORE), {"name": name}, actor="测试")[1]
        asset_events.hand_over(book, keys[0], ON, "镇政府", "村委会", actor="测试", today=ON)
        with book.read() as connection:
            assert works.TRANSFER.gather(connection, Scope(book.village_id, ON), keys[1]) is None
        asset_events.hand_over(book, keys[1], ON, "镇政府", "合作社", actor="测试", today=ON)
        assert [len(one.values["assets"]) for one in gathered(book, works.TRANSFER, STORE)] == [1, 1]
