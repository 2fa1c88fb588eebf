"""Benefits of a project done together: agreements with their yearly lists, payments, what is late as of a day."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.services.conftest import TODAY
from tests.unit.services.test_helped import undone
from tests.unit.services.test_lists import dump
from villagebook.base.errors import UserError
from villagebook.services import (
    benefit_agreements,
    benefits,
    corrections,
    fields,
    households,
    list_homes,
    moves,
    projects,
)
from villagebook.services.benefit_agreements import Terms, agree, next_year
from villagebook.services.list_homes import Narrowing
from villagebook.store import Book

DONE: dict[str, Any] = {"actor": "测试", "today": TODAY}
ONE, TWO, THREE = "3506991012070001", "3506991012070002", "3506991012070003"
DIVIDEND = {
    "kind": "分红", "operator": "青峰合作社", "signed_on": dt.date(2024, 3, 1), "from_on": dt.date(2024, 3, 1),
    "through_on": dt.date(2027, 2, 28), "invested_fen": 10_000_000, "share": Decimal(8), "pay_month": 10, "pay_day": 31,
}  # fmt: skip


@pytest.fixture
def project(sample: Book) -> uuid.UUID:
    return projects.add(sample, name="新合作项目", year=2024, mode="集体实施", actor="测试")[1]


@pytest.fixture
def homes(sample: Book) -> list[uuid.UUID]:
    return [households.key_of(sample, code) for code in (ONE, TWO, THREE)]


def dues(book: Book, project: uuid.UUID, year: int) -> list[int | None]:
    (of,) = [of for of in benefits.view(book, project, TODAY).years if of.year == year]
    return [line.values["due_fen"] for line in of.lines]


def test_an_agreement_and_its_first_list_are_one_act(sample: Book, project: uuid.UUID, homes: list[uuid.UUID]) -> None:
    before = dump(sample)
    done, key = agree(sample, project, DIVIDEND, homes, **DONE)
    assert done.heading == "登记协议 XY2024-01（新合作项目），2024年 3 户"
    view = benefits.view(sample, project, TODAY)
    (agreement,) = view.agreements
    assert (agreement.key, agreement.years, agreement.households, agreement.findings) == (key, (2024,), 3, ())
    assert dues(sample, project, 2024) == [266_667, 266_667, 266_666]
    lines = [line.values for line in view.years[0].lines]
    assert [line["invested_fen"] for line in lines] == [3_333_334, 3_333_333, 3_333_333]
    assert {line["due_on"] for line in lines} == {dt.date(2024, 10, 31)}
    assert [line["household_code"] for line in lines] == [ONE, TWO, THREE]
    assert undone(sample, before)


def test_rent_is_quantity_times_rate(sample: Book, project: uuid.UUID, homes: list[uuid.UUID]) -> None:
    rent = {"kind": "地租", "operator": "青峰合作社", "from_on": dt.date(2025, 1, 1)}
    agree(sample, project, rent, homes[:2], Terms(quantity=Decimal("3.5"), rate_fen=12_000, unit="亩"), **DONE)
    (of,) = benefits.view(sample, project, TODAY).years
    assert [(line.values["due_fen"], line.values["unit"]) for line in of.lines] == [(42_000, "亩")] * 2
    assert of.lines[0].values["due_on"] == dt.date(2025, 12, 31)
    key = of.lines[0].key
    benefits.change(sample, [key], {"quantity": Decimal(4)}, **DONE)
    assert dues(sample, project, 2025) == [48_000, 42_000]


def test_the_next_year_is_made_from_the_last_and_nothing_of_it_is_paid(
    sample: Book, project: uuid.UUID, homes: list[uuid.UUID]
) -> None:
    _, key = agree(sample, project, DIVIDEND, homes, **DONE)
    first = benefits.view(sample, project, TODAY).years[0]
    benefits.pay(sample, [line.key for line in first.lines], dt.date(2024, 10, 30), **DONE)
    before = dump(sample)
    done, made = next_year(sample, key, **DONE)
    assert (done.heading, made) == ("生成2025年名单 3 户（XY2024-01）", benefit_agreements.NextYear(2025, 3))
    newest, last = benefits.view(sample, project, TODAY).years
    assert (newest.year, newest.due_fen, newest.paid_fen) == (2025, 800_000, 0)
    assert (last.due_fen, last.paid_fen, last.late) == (800_000, 800_000, 0)
    assert {line.values["due_on"] for line in newest.lines} == {dt.date(2025, 10, 31)}
    with pytest.raises(UserError, match="2025年的名单已经有了"):
        next_year(sample, key, year=2025, **DONE)
    assert undone(sample, before)


def test_who_ended_since_is_left_out_and_the_sum_goes_to_the_others(
    sample: Book, project: uuid.UUID, homes: list[uuid.UUID]
) -> None:
    _, key = agree(sample, project, DIVIDEND, homes, **DONE)
    moves.end_household(sample, homes[1], "整户迁出", dt.date(2025, 2, 1), **DONE)
    _, made = next_year(sample, key, **DONE)
    name = households.view(sample, homes[1], TODAY).head
    assert made.left_out == (f"{name}（2025-02-01 已整户迁出）",)
    assert dues(sample, project, 2025) == [400_001, 399_999]
    assert sum(due or 0 for due in dues(sample, project, 2025)) == 800_000


def test_what_is_late_is_worked_out_as_of_the_day(sample: Book, project: uuid.UUID, homes: list[uuid.UUID]) -> None:
    agree(sample, project, DIVIDEND, homes, **DONE)
    (of,) = benefits.view(sample, project, dt.date(2024, 10, 31)).years
    assert [line.state for line in of.lines] == ["待付"] * 3
    (of,) = benefits.view(sample, project, dt.date(2024, 11, 2)).years
    assert [(line.state, line.days_late) for line in of.lines] == [("逾期", 2)] * 3
    assert [finding.id for finding in of.lines[0].findings] == ["benefits.late"]
    keys = [line.key for line in of.lines]
    benefits.pay(sample, keys[:1], dt.date(2024, 11, 1), **DONE)
    benefits.change(sample, keys[1:2], {"paid_fen": 100, "paid_on": dt.date(2024, 11, 1)}, **DONE)
    benefits.change(sample, keys[2:], {"paid_fen": 9_999_999}, **DONE)
    (of,) = benefits.view(sample, project, dt.date(2024, 11, 2)).years
    assert [line.state for line in of.lines] == ["已付", "逾期", "多付"]
    assert [line.open_fen for line in of.lines] == [0, 266_567, 0]
    assert of.late == 1


def test_a_whole_year_is_paid_at_once_and_taken_back(sample: Book, project: uuid.UUID, homes: list[uuid.UUID]) -> None:
    agree(sample, project, DIVIDEND, homes, **DONE)
    keys = [line.key for line in benefits.view(sample, project, TODAY).years[0].lines]
    before = dump(sample)
    assert benefits.pay(sample, keys, dt.date(2024, 10, 30), **DONE).heading == "登记付款 2024年 3 户"
    of = benefits.view(sample, project, TODAY).years[0]
    assert (of.paid_fen, {line.state for line in of.lines}) == (800_000, {"已付"})
    assert benefits.pay(sample, keys, None, **DONE).heading == "取消付款 2024年 3 户"
    assert dump(sample) == before


def test_a_line_is_entered_by_hand_corrected_and_removed(
    sample: Book, project: uuid.UUID, homes: list[uuid.UUID]
) -> None:
    before = dump(sample)
    given = {"kind": "保底收购", "year": 2025, "quantity": Decimal(30), "unit": "斤", "rate_fen": 850}
    done, key = benefits.add_line(sample, project, homes[0], given, **DONE)
    assert done.heading == "登记2025年保底收购 王长庚"
    assert dues(sample, project, 2025) == [25_500]
    assert benefits.remove(sample, [key], actor="测试").heading == "删效益 2025年保底收购 王长庚"
    assert dump(sample) == before


def test_an_agreement_is_corrected_and_goes_with_its_lists_while_nothing_is_paid(
    sample: Book, project: uuid.UUID, homes: list[uuid.UUID]
) -> None:
    before = dump(sample)
    _, key = agree(sample, project, DIVIDEND, homes, **DONE)
    benefits_before = dump(sample)
    benefit_agreements.correct(sample, key, {"share": Decimal(7), "operator": "青山合作社"}, actor="测试")
    (agreement,) = benefits.view(sample, project, TODAY).agreements
    assert [finding.id for finding in agreement.findings] == ["benefits.return-too-low", "benefits.sum-differs"]
    assert agreement.values["operator"] == "青山合作社"
    assert undone(sample, benefits_before)
    line = benefits.view(sample, project, TODAY).years[0].lines[0].key
    benefits.pay(sample, [line], dt.date(2024, 10, 1), **DONE)
    with pytest.raises(UserError, match="已经付过款，不能删"):
        benefit_agreements.cancel(sample, key, actor="测试")
    benefits.pay(sample, [line], None, **DONE)
    assert benefit_agreements.cancel(sample, key, actor="测试").heading == "删协议 XY2024-01（3 行名单）"
    assert dump(sample) == before


def test_households_join_the_list_of_an_agreement_once(
    sample: Book, project: uuid.UUID, homes: list[uuid.UUID]
) -> None:
    _, key = agree(sample, project, DIVIDEND, **DONE)
    assert benefits.view(sample, project, TODAY).years == ()
    with pytest.raises(UserError, match="还没有哪一年的名单"):
        next_year(sample, key, **DONE)
    benefit_agreements.list_year(sample, key, homes, Terms(), year=2025, **DONE)
    assert dues(sample, project, 2025) == [266_667, 266_667, 266_666]
    with pytest.raises(UserError, match="没有要加的户"):
        benefit_agreements.list_year(sample, key, homes, Terms(), year=2025, **DONE)


@pytest.mark.parametrize(("change", "said"), [
    ({"operator": ""}, "没有写经营主体"),
    ({"through_on": dt.date(2024, 2, 1)}, "早于受益开始"),
    ({"pay_month": 13}, "没有这样的付款月日"),
    ({"share": None}, "没有说各户应得多少"),
])  # fmt: skip
def test_what_cannot_be_is_refused(
    sample: Book, project: uuid.UUID, homes: list[uuid.UUID], change: dict[str, Any], said: str
) -> None:
    before = dump(sample)
    with pytest.raises(UserError, match=said):
        agree(sample, project, {**DIVIDEND, **change}, homes, **DONE)
    assert dump(sample) == before


def test_a_payment_to_come_and_one_of_nothing_are_refused(
    sample: Book, project: uuid.UUID, homes: list[uuid.UUID]
) -> None:
    _, key = benefits.add_line(sample, project, homes[0], {"kind": "务工", "year": 2025}, **DONE)
    with pytest.raises(UserError, match="还没有到"):
        benefits.pay(sample, [key], TODAY + dt.timedelta(days=1), **DONE)
    with pytest.raises(UserError, match="没有应付金额"):
        benefits.pay(sample, [key], TODAY, **DONE)
    with pytest.raises(UserError, match="没有写年度和带农方式"):
        benefits.add_line(sample, project, homes[0], {"kind": "务工"}, **DONE)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(total=st.integers(0, 10**11), count=st.integers(1, 40), per_person=st.booleans())
def test_a_yearly_sum_over_households_loses_no_fen_in_any_year(
    sample: Book, total: int, count: int, per_person: bool
) -> None:
    _, owner = projects.add(sample, name="试", year=2024, actor="测试")
    chosen = [home.key for home in list_homes.choose(sample, Narrowing(), TODAY)][:count]
    terms = Terms(total_fen=total, per_person=per_person)
    _, key = agree(sample, owner, {**DIVIDEND, "yearly_fen": total}, chosen, terms, **DONE)
    next_year(sample, key, **DONE)
    next_year(sample, key, total_fen=total + 1, **DONE)
    sums = {of.year: of.due_fen for of in benefits.view(sample, owner, TODAY).years}
    assert sums == {2024: total, 2025: total, 2026: total + 1}


def test_a_code_corrected_at_a_finding_finds_its_household(sample: Book, project: uuid.UUID) -> None:
    home = households.key_of(sample, ONE)
    _, key = benefits.add_line(sample, project, home, {"kind": "务工", "year": 2025, "due_fen": 1}, **DONE)
    fields.edit(sample, "benefit_line", key, "household_code", "H404", actor="测试")
    (line,) = benefits.view(sample, project, TODAY).years[0].lines
    assert [finding.id for finding in line.findings] == ["benefits.household-unknown"]
    (one,) = corrections.look(sample, line.findings, {})
    assert (one.page, one.key) == ("projects", project)
    fields.edit(sample, "benefit_line", key, "household_code", TWO, actor="测试")
    (line,) = benefits.view(sample, project, TODAY).years[0].lines
    assert line.values["household_id"] == households.key_of(sample, TWO)
    assert line.findings == ()
