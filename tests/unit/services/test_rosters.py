"""The roster of a project: typed, filled from a filter, corrected, received; what is wrong is said at the line."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from tests.unit.services.conftest import TODAY
from tests.unit.services.test_helped import undone
from tests.unit.services.test_lists import dump
from villagebook.base.errors import UserError
from villagebook.models import Household, Person
from villagebook.services import households, list_homes, memberships, moves, projects, rosters
from villagebook.services.list_homes import Narrowing
from villagebook.store import Book

HENS = "35069920250706"
HOME = "3506991012070002"
DONE: dict[str, Any] = {"actor": "测试", "today": TODAY}


@pytest.fixture
def hens(sample: Book) -> uuid.UUID:
    """庭院养鸡到户补助 of the sample: 14 households, 18 yuan a chick."""
    return projects.key_of(sample, HENS)


@pytest.fixture
def empty(sample: Book) -> uuid.UUID:
    """A project of this year without a roster."""
    return projects.add(sample, name="新项目", year=2025, mode="分户实施", planned_fen=1_000_000, actor="测试")[1]


@pytest.fixture
def home(sample: Book) -> uuid.UUID:
    return households.key_of(sample, HOME)


def said(book: Book, project: uuid.UUID) -> list[str]:
    """What is found at the lines."""
    return [finding.message for row in rosters.view(book, project, TODAY).rows for finding in row.findings]


def test_the_roster_of_the_sample_agrees_with_its_project(sample: Book, hens: uuid.UUID) -> None:
    view = rosters.view(sample, hens, TODAY)
    assert (view.households, view.amount_fen, view.planned_fen, view.covers) == (14, 1_458_000, 1_458_000, 14)
    assert view.findings == ()
    assert said(sample, hens) == []
    assert dict(view.shared) == {"content": "脱温鸡苗", "unit": "只", "rate_fen": 1_800}
    assert view.received_fen == view.amount_fen


def test_a_household_is_added_with_what_the_book_knows_of_it(sample: Book, empty: uuid.UUID, home: uuid.UUID) -> None:
    before = dump(sample)
    done, key = rosters.add(
        sample, empty, home, {"content": "鸡苗", "quantity": Decimal("3.5"), "unit": "只", "rate_fen": 1_801}, **DONE)
    (row,) = rosters.view(sample, empty, TODAY).rows
    with sample.read() as connection:
        house = connection.execute(select(Household.__table__).where(Household.id == home)).mappings().one()
    assert done.heading == f"花名册加 {house['head_name']}（新项目）"
    assert row.key == key
    names = ("household_id", "household_code", "head_name", "group_name", "bank", "list_number", "amount_fen")
    assert [row.values[name] for name in names] == [
        home, HOME, house["head_name"], house["group_name"], house["bank"], 1, 6_304]
    assert row.values["card_tail"] == house["card"][-4:]
    members = [one for one in households.view(sample, home, TODAY).members if one.here]
    assert row.values["population"] == len(members)
    assert undone(sample, before)


def test_an_amount_that_is_typed_stays_and_is_found(sample: Book, empty: uuid.UUID, home: uuid.UUID) -> None:
    rosters.add(sample, empty, home, {"quantity": Decimal(3), "rate_fen": 100, "amount_fen": 301}, **DONE)
    assert said(sample, empty) == [f"{HOME} {head(sample, home)}：3 × 1.00 应为 3.00 元，填的是 3.01 元"]


def head(book: Book, home: uuid.UUID) -> str:
    return households.view(book, home, TODAY).head


def test_what_speaks_against_a_household_is_said_before_and_found_after(
    sample: Book, empty: uuid.UUID, home: uuid.UUID
) -> None:
    assert rosters.warning(sample, empty, home, TODAY) == ""
    rosters.add(sample, empty, home, {"amount_fen": 100}, **DONE)
    assert rosters.warning(sample, empty, home, TODAY) == "已经在花名册里（第 1 号）"
    rosters.add(sample, empty, home, {"amount_fen": 100}, **DONE)
    assert said(sample, empty) == [f"{HOME} {head(sample, home)} 在这个项目的花名册里不止一行"]
    moves.end_household(sample, home, "整户迁出", dt.date(2025, 10, 1), **DONE)
    assert rosters.warning(sample, empty, home, TODAY) == "2025-10-01 已整户迁出"
    assert f"{HOME} {head(sample, home)}：2025-10-01 已整户迁出，还在花名册里" in said(sample, empty)


def test_a_head_who_died_before_is_found_and_one_who_died_after_is_not(sample: Book, empty: uuid.UUID) -> None:
    keys = [home.key for home in list_homes.choose(sample, Narrowing(members_least=3), TODAY)][:2]
    for key in keys:
        rosters.add(sample, empty, key, {"amount_fen": 100, "received_on": dt.date(2025, 6, 1)}, **DONE)
    for key, day in zip(keys, (dt.date(2025, 5, 31), dt.date(2025, 6, 1)), strict=True):
        people = [one for one in households.view(sample, key, TODAY).members if one.here]
        memberships.death(sample, key, people[0].person_id, day, new_head=people[1].person_id, **DONE)
    (message,) = said(sample, empty)
    assert message.endswith("2025-05-31 已故，还在花名册里")


def test_households_of_a_filter_are_counted_and_filled_in_one_operation(sample: Book, empty: uuid.UUID) -> None:
    before = dump(sample)
    wanted = Narrowing(groups=("畲寮", "岭脚"), statuses=("脱贫户",), with_labour=True)
    chosen = list_homes.choose(sample, wanted, TODAY)
    assert {one.group for one in chosen} == {"畲寮", "岭脚"}
    each = {"content": "茶苗", "quantity": Decimal(100), "rate_fen": 50}
    done, added = rosters.fill(sample, empty, [one.key for one in chosen], each, **DONE)
    assert (added, done.heading) == (len(chosen), f"花名册加 {len(chosen)} 户（新项目）")
    view = rosters.view(sample, empty, TODAY)
    assert view.amount_fen == 5_000 * added
    assert [row.values["list_number"] for row in view.rows] == list(range(1, added + 1))
    again = list_homes.choose(sample, Narrowing(groups=("畲寮",)), TODAY)
    _, more = rosters.fill(sample, empty, [one.key for one in again], {"amount_fen": 1}, **DONE)
    assert more == len({one.key for one in again} - {one.key for one in chosen})
    with pytest.raises(UserError, match="已经在花名册里"):
        rosters.fill(sample, empty, [one.key for one in again], {}, **DONE)
    undone(sample, before)
    assert undone(sample, before)


@pytest.mark.parametrize("per_person", [False, True])
def test_a_sum_is_shared_out_over_the_households_to_the_fen(sample: Book, empty: uuid.UUID, per_person: bool) -> None:
    chosen = list_homes.choose(sample, Narrowing(groups=("大坪",)), TODAY)
    keys = [one.key for one in chosen]
    rosters.fill(sample, empty, keys, {}, per_person=per_person, total_fen=1_000_000, **DONE)
    view = rosters.view(sample, empty, TODAY)
    assert view.amount_fen == 1_000_000
    assert view.findings == ()
    amounts = {row.values["household_id"]: row.values["amount_fen"] for row in view.rows}
    if per_person:
        people = sum(one.people for one in chosen)
        assert all(abs(amounts[one.key] - 1_000_000 * one.people / people) < 1 for one in chosen)
    else:
        assert max(amounts.values()) - min(amounts.values()) <= 1


def test_labour_and_size_narrow_the_households(sample: Book) -> None:
    everybody = list_homes.choose(sample, Narrowing(), TODAY)
    able = list_homes.choose(sample, Narrowing(with_labour=True), TODAY)
    big = list_homes.choose(sample, Narrowing(members_least=5), TODAY)
    assert 0 < len(able) < len(everybody)
    assert {one.people >= 5 for one in big} == {True}
    assert len(big) == len([one for one in everybody if one.people >= 5])
    offered = list_homes.offered(sample, TODAY)
    assert {one.group for one in everybody} == set(offered.groups)
    assert "脱贫户" in offered.statuses


def test_a_household_that_ended_is_offered_no_more(sample: Book, home: uuid.UUID) -> None:
    moves.end_household(sample, home, "整户迁出", dt.date(2025, 10, 1), **DONE)
    assert home not in {one.key for one in list_homes.choose(sample, Narrowing(), TODAY)}


def test_lines_are_changed_together_and_the_amount_follows(sample: Book, hens: uuid.UUID) -> None:
    before = dump(sample)
    rows = rosters.view(sample, hens, TODAY).rows
    done = rosters.change(sample, [row.key for row in rows], {"rate_fen": 2_000}, **DONE)
    assert done.heading == "改花名册 14 户（庭院养鸡到户补助）"
    view = rosters.view(sample, hens, TODAY)
    assert all(row.values["amount_fen"] == row.values["quantity"] * 2_000 for row in view.rows)
    assert [finding.message for finding in view.findings] == ["花名册合计 16,200.00 元，项目资金 14,580.00 元"]
    rosters.change(sample, [rows[0].key], {"quantity": Decimal(10), "amount_fen": 5}, **DONE)
    assert said(sample, hens) == [f"{rows[0].values['household_code']} {rows[0].values['head_name']}："
                                  "10 × 20.00 应为 200.00 元，填的是 0.05 元"]
    for _ in range(2):
        undone(sample, before)
    assert dump(sample) == before


def test_receipt_is_marked_for_all_and_taken_back_for_one(sample: Book, hens: uuid.UUID) -> None:
    rows = rosters.view(sample, hens, TODAY).rows
    rosters.receive(sample, [row.key for row in rows], None, **DONE)
    assert rosters.view(sample, hens, TODAY).received_fen == 0
    done = rosters.receive(sample, [row.key for row in rows], TODAY, **DONE)
    assert done.heading == "登记领取 14 户（庭院养鸡到户补助）"
    view = rosters.view(sample, hens, TODAY)
    assert {(row.values["received_on"], row.values["signed"]) for row in view.rows} == {(TODAY, "已签")}
    rosters.change(sample, [rows[0].key], {"signed": "儿子代签"}, **DONE)
    rosters.receive(sample, [rows[0].key], dt.date(2025, 11, 4), **DONE)
    rosters.receive(sample, [rows[1].key], None, **DONE)
    signed = [(row.values["signed"], row.values["received_on"]) for row in rosters.view(sample, hens, TODAY).rows]
    assert signed[:3] == [("儿子代签", dt.date(2025, 11, 4)), (None, None), ("已签", TODAY)]


def test_what_cannot_be_is_refused(sample: Book, hens: uuid.UUID, home: uuid.UUID) -> None:
    tomorrow = TODAY + dt.timedelta(days=1)
    before = dump(sample)
    with pytest.raises(UserError, match="补助金额不能小于 0"):
        rosters.add(sample, hens, home, {"amount_fen": -1}, **DONE)
    with pytest.raises(UserError, match="还没有到"):
        rosters.receive(sample, [rosters.view(sample, hens, TODAY).rows[0].key], tomorrow, **DONE)
    with pytest.raises(UserError, match="已经不在书里"):
        rosters.add(sample, uuid.uuid4(), home, {}, **DONE)
    with pytest.raises(ValueError, match="not typed by people"):
        rosters.change(sample, [], {"head_name": "别人"}, **DONE)
    assert dump(sample) == before


def test_lines_are_taken_off_and_found_again_by_undo(sample: Book, hens: uuid.UUID) -> None:
    before = dump(sample)
    rows = rosters.view(sample, hens, TODAY).rows
    done = rosters.remove(sample, [rows[3].key], actor="测试")
    assert done.heading == f"花名册去掉 {rows[3].values['head_name']}（庭院养鸡到户补助）"
    assert len(rosters.view(sample, hens, TODAY).rows) == 13
    assert undone(sample, before)


def test_a_household_is_found_by_code_name_pinyin_and_refused_when_several_fit(sample: Book) -> None:
    key = households.key_of(sample, "3506991012070001")
    for text in ("3506991012070001", "王长庚", "王　长庚", "wangchanggeng", "wcg"):
        assert list_homes.find_home(sample, text) == key
    with pytest.raises(UserError, match="没有“林无此”"):
        list_homes.find_home(sample, "林无此")
    with sample.read() as connection:
        heads = connection.execute(select(Household.head_name).where(Household.id != key)).scalars().all()
        assert connection.execute(select(Person.id)).first()
    households.add_household(sample, head_name=heads[0], actor="测试")
    with pytest.raises(UserError, match="有 2 户都叫"):
        list_homes.find_home(sample, heads[0])
