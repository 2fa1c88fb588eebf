"""Rows copied from a spreadsheet as lines of a roster: previewed row by row, written as one operation."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.services.conftest import TODAY
from tests.unit.services.test_helped import undone
from tests.unit.services.test_lists import dump
from villagebook.base.errors import UserError
from villagebook.services import households, moves, projects, roster_pasting, rosters
from villagebook.services.roster_pasting import ASK, CHANGE, DOUBT, NEW, REFUSED, SAME, read
from villagebook.store import Book

HENS = "35069920250706"
ONE, TWO, THREE = "3506991012070001", "3506991012070002", "3506991012070003"
DONE: dict[str, Any] = {"actor": "测试", "today": TODAY}


@pytest.fixture
def hens(sample: Book) -> uuid.UUID:
    return projects.key_of(sample, HENS)


@pytest.fixture
def empty(sample: Book) -> uuid.UUID:
    return projects.add(sample, name="新项目", year=2025, mode="分户实施", actor="测试")[1]


def name_of(book: Book, code: str) -> str:
    return households.view(book, households.key_of(book, code), TODAY).head


def outcomes(pasted: roster_pasting.Pasted) -> list[str]:
    return [row.outcome for row in pasted.rows]


def test_a_table_with_headings_is_previewed_and_written_at_once(sample: Book, empty: uuid.UUID) -> None:
    before = dump(sample)
    text = (
        "到户花名册\n序号\t户编号\t户主\t数量（只）\t单价（元）\t金额（元）\t领取日期\n"
        f"1\t{ONE}\t王长庚\t80\t18\t1,440.00\t2025.6.24\r\n2\t\t{name_of(sample, TWO)}\t3.5\t18\t\t\n"
        "合计\t\t\t83.5\t\t1503\t\n"
    )
    pasted = read(sample, empty, text, TODAY, shared={"content": "鸡苗", "unit": "只"})
    assert pasted.headings == ("", "户编号", "户主姓名", "数量", "补助标准", "补助金额", "领取日期")
    assert outcomes(pasted) == [NEW, NEW]
    assert [row.household.code for row in pasted.rows if row.household] == [ONE, TWO]
    assert (pasted.amount_fen, pasted.line) == (150_300, "新增 2 行")
    assert dump(sample) == before
    done, written = roster_pasting.paste(sample, empty, pasted.rows, **DONE)
    assert (done.heading, written) == ("粘贴花名册 2 行（新项目）", 2)
    lines = [row.values for row in rosters.view(sample, empty, TODAY).rows]
    assert [(one["household_code"], one["quantity"], one["amount_fen"], one["content"]) for one in lines] == [
        (ONE, Decimal(80), 144_000, "鸡苗"), (TWO, Decimal("3.5"), 6_300, "鸡苗")]
    assert lines[0]["received_on"] == dt.date(2025, 6, 24)
    assert undone(sample, before)


def test_pasting_the_roster_again_changes_only_what_differs(sample: Book, hens: uuid.UUID) -> None:
    rows = rosters.view(sample, hens, TODAY).rows
    text = "户编号\t数量\t金额\n" + "\n".join(
        f"{row.values['household_code']}\t{row.values['quantity'] + (place == 2)}\t"
        f"{(row.values['quantity'] + (place == 2)) * 18}"
        for place, row in enumerate(rows)
    )
    pasted = read(sample, hens, text, TODAY, shared=rosters.view(sample, hens, TODAY).shared)
    assert outcomes(pasted) == [CHANGE if place == 2 else SAME for place in range(14)]
    assert pasted.rows[2].says == "数量 50 → 51，补助金额 900.00 → 918.00"
    _, written = roster_pasting.paste(sample, hens, pasted.rows, **DONE)
    assert written == 1
    again = rosters.view(sample, hens, TODAY)
    assert (again.amount_fen, len(again.rows)) == (1_459_800, 14)
    assert outcomes(read(sample, hens, text, TODAY, shared=again.shared)) == [SAME] * 14


def test_the_headings_of_our_own_list_are_understood(sample: Book, empty: uuid.UUID) -> None:
    text = f"户编号\t户主\t组\t内容\t数量\t单位\t标准\t金额\n{ONE}\t王长庚\t上云\t新植油茶\t2.5\t亩\t600\t1500\n"
    (row,) = read(sample, empty, text, TODAY).rows
    said = [row.values[name] for name in ("content", "unit", "rate_fen", "amount_fen")]
    assert (row.outcome, said) == (NEW, ["新植油茶", "亩", 60_000, 150_000])


def test_without_headings_columns_are_told_by_what_they_hold(sample: Book, empty: uuid.UUID) -> None:
    text = f"1\t{name_of(sample, ONE)}\t鸡苗\t80\t18\t1440\n2\t{name_of(sample, TWO)}\t鸡苗\t60\t18\t1080\n"
    pasted = read(sample, empty, text, TODAY)
    assert pasted.headings == ("", "户主姓名", "补助内容", "数量", "补助标准", "补助金额")
    assert outcomes(pasted) == [NEW, NEW]
    only_amount = read(sample, empty, f"{ONE}\t300\n{TWO}\t500", TODAY)
    assert only_amount.headings == ("户编号", "补助金额")
    assert only_amount.amount_fen == 80_000


def test_each_row_that_cannot_be_taken_says_why(sample: Book, empty: uuid.UUID) -> None:
    text = (
        f"户编号\t户主\t数量\t标准\t金额\n{ONE}\t\t1\t2\t2\n{ONE}\t\t1\t2\t2\nH99\t\t1\t2\t2\n\t林无此\t1\t2\t2\n"
        f"\t\t1\t2\t2\n{TWO}\t\t一只\t2\t2\n{THREE}\t\t2\t2\t5\n"
    ).replace("标准", "补助标准")
    pasted = read(sample, empty, text, TODAY)
    assert outcomes(pasted) == [NEW, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, DOUBT]
    says = [row.says for row in pasted.rows]
    assert says[1:5] == ["第 1 行已经是这一户", "书里没有户编号“H99”", "书里没有户主叫“林无此”的户",
                         "没有户编号和户主姓名，不知道是哪一户"]
    assert "一只" in says[5]
    assert says[6] == "2 × 2.00 应为 4.00 元，表里是 5.00 元"
    assert pasted.line == "新增 1 行，请核对 1 行，没收 5 行"
    assert [row.taken for row in pasted.rows] == [True, *[False] * 6]


def test_an_ambiguous_name_is_asked_and_its_answer_taken(sample: Book, empty: uuid.UUID) -> None:
    name = name_of(sample, TWO)
    _, other = households.add_household(sample, head_name=name, group_name="大坪", actor="测试")
    pasted = read(sample, empty, f"户主\t金额\n{name}\t100", TODAY)
    (row,) = pasted.rows
    assert (row.outcome, row.says) == (ASK, f"有 2 户的户主叫{name}")
    assert {home.key for home in row.choices} == {other, households.key_of(sample, TWO)}
    with pytest.raises(UserError, match="没有可以写入的行"):
        roster_pasting.paste(sample, empty, pasted.rows, **DONE)
    (answered,) = read(sample, empty, f"户主\t金额\n{name}\t100", TODAY, answers={1: other}).rows
    assert (answered.outcome, answered.household and answered.household.key) == (NEW, other)
    (by_group,) = read(sample, empty, f"组\t户主\t金额\n大坪\t{name}\t100", TODAY).rows
    assert by_group.household is not None
    assert by_group.household.key == other


def test_a_members_name_asks_for_the_household(sample: Book, empty: uuid.UUID) -> None:
    (row,) = read(sample, empty, "户主\t金额\n李𠅤\t100", TODAY).rows
    assert (row.outcome, row.says) == (ASK, "李𠅤不是户主，是王长庚户的人")
    (other,) = read(sample, empty, f"户编号\t户主\t金额\n{TWO}\t王长庚\t100", TODAY).rows
    assert (other.outcome, other.says) == (ASK, f"户编号 {TWO} 的户主是{name_of(sample, TWO)}，表里写的是王长庚")


def test_a_household_that_is_gone_is_taken_only_if_told_to(sample: Book, empty: uuid.UUID) -> None:
    home = households.key_of(sample, TWO)
    moves.end_household(sample, home, "整户迁出", dt.date(2025, 10, 1), **DONE)
    pasted = read(sample, empty, f"户编号\t金额\n{TWO}\t100", TODAY)
    assert [(row.outcome, row.says) for row in pasted.rows] == [(DOUBT, "2025-10-01 已整户迁出")]
    roster_pasting.paste(sample, empty, pasted.rows, **DONE)
    (row,) = rosters.view(sample, empty, TODAY).rows
    assert [finding.id for finding in row.findings] == ["rosters.household-gone"]


def test_wan_in_a_heading_is_understood_and_nothing_is_refused(sample: Book, empty: uuid.UUID) -> None:
    (row,) = read(sample, empty, f"户编号\t金额（万元）\n{ONE}\t0.35", TODAY).rows
    assert row.values["amount_fen"] == 350_000
    with pytest.raises(UserError, match="没有粘贴任何内容"):
        read(sample, empty, " \n\t\n", TODAY)
