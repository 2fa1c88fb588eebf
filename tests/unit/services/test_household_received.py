"""What reached a household: by rosters, by benefits, by shares of income; what is late; its story."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from tests.builders import add
from tests.unit.services.conftest import TODAY
from villagebook.models import Distribution, DistributionLine
from villagebook.services import benefits, households, projects, rosters
from villagebook.services.households import HouseholdView
from villagebook.store import Book, Undo

HENS = "35069920250706"
HOME = "3506991012070002"
DONE: dict[str, Any] = {"actor": "测试", "today": TODAY}


@pytest.fixture
def home(sample: Book) -> uuid.UUID:
    return households.key_of(sample, HOME)


def view(book: Book, home: uuid.UUID, on: dt.date = TODAY) -> HouseholdView:
    return households.view(book, home, on)


def test_all_three_lists_are_told_the_newest_first(sample: Book, home: uuid.UUID) -> None:
    before = view(sample, home).received
    project = projects.key_of(sample, HENS)
    rosters.add(sample, project, home, {"content": "鸡苗", "amount_fen": 1_000}, **DONE)
    given = {"kind": "分红", "year": 2025, "due_fen": 500, "due_on": dt.date(2025, 10, 31)}
    _, line = benefits.add_line(sample, project, home, given, **DONE)
    with sample.work("test", "测试", "分配", Undo.INVERSE) as work:
        whole = add(work, Distribution, village_id=sample.village_id, name="光伏分配", year=2025)
        add(work, DistributionLine, village_id=sample.village_id, distribution_id=whole, use="公益岗位工资",
            reason="保洁", household_id=home, amount_fen=800, paid_on=dt.date(2025, 11, 1))  # fmt: skip
        work.commit()
    found = [one for one in view(sample, home).received if one not in before]
    assert [(one.name, one.content, one.amount_fen, one.paid_fen, one.days_late) for one in found] == [
        ("光伏分配", "2025年公益岗位工资，保洁", 800, 800, 0),
        ("庭院养鸡到户补助", "2025年分红", 500, 0, 5),
        ("庭院养鸡到户补助", "鸡苗", 1_000, 0, 0)]
    (in_time,) = (one for one in view(sample, home, dt.date(2025, 10, 31)).received if one.content == "2025年分红")
    assert in_time.days_late == 0
    benefits.pay(sample, [line], dt.date(2025, 11, 3), **DONE)
    (paid,) = (one for one in view(sample, home).received if one.content == "2025年分红")
    assert (paid.paid_fen, paid.on, paid.days_late) == (500, dt.date(2025, 11, 3), 0)


def test_a_payment_is_part_of_the_households_story(sample: Book, home: uuid.UUID) -> None:
    project = projects.key_of(sample, HENS)
    given = {"kind": "地租", "year": 2025, "due_fen": 500, "paid_fen": 400, "paid_on": dt.date(2025, 11, 2)}
    benefits.add_line(sample, project, home, given, **DONE)
    (event,) = (event for event in view(sample, home).timeline if "地租" in event.detail + event.title)
    assert (event.on, event.amount_fen, event.key) == (dt.date(2025, 11, 2), 400, project)
    assert "庭院养鸡到户补助" in event.title + event.detail
