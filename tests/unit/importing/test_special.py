"""Amounts of journals by column and kind, what a reversal names, whose phone it is."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.importing.lists import rows_of
from villagebook.base.vouchers import voucher_key
from villagebook.importing import DraftRow
from villagebook.importing.special import EXPENSE_KINDS, INCOME_KINDS, reversed_voucher
from villagebook.models.codes import CODES

HEAD = ["序号", "日期", "凭证号", "项目编号", "摘要", "类型", "资金来源", "收入（元）", "支出（元）"]


def _entry(kind: str | None, income: object, expense: object, memo: str = "x") -> DraftRow:
    (row,) = rows_of(HEAD, [1, "2025.3.5", "记-0001", "35069920250001", memo, kind, "中央", income, expense])  # type: ignore[list-item]
    return row


def _found(row: DraftRow) -> list[str]:
    return [finding.id for finding in row.findings]


def test_every_kind_of_entry_has_a_column() -> None:
    assert {*INCOME_KINDS, *EXPENSE_KINDS, "冲销"} == set(CODES["fund_kind"].values)


@pytest.mark.parametrize("kind", sorted(INCOME_KINDS))
@pytest.mark.parametrize("other", [None, 0.0, "0.00", "—"])
def test_money_coming_in_stands_under_income(kind: str, other: object) -> None:
    row = _entry(kind, 691200.0, other)
    assert row.values["fund_entry.amount_fen"] == 69120000
    assert not row.findings


@pytest.mark.parametrize("kind", sorted(EXPENSE_KINDS))
def test_money_going_out_stands_under_expense(kind: str) -> None:
    row = _entry(kind, None, "1,200.50")
    assert row.values["fund_entry.amount_fen"] == 120050
    assert not row.findings


def test_zero_in_the_right_column_is_an_amount() -> None:
    assert _entry("支出", None, 0.0).values["fund_entry.amount_fen"] == 0


def test_amount_in_the_wrong_column_is_kept_and_reported() -> None:
    row = _entry("支出", 500.0, None)
    assert "fund_entry.amount_fen" not in row.values
    assert row.extra == {"收入（元）": "500"}
    assert _found(row) == ["import.wrong-column"]
    assert row.refused is None


def test_both_columns_filled_takes_the_one_of_the_kind() -> None:
    row = _entry("到账", 500.0, 300.0)
    assert row.values["fund_entry.amount_fen"] == 50000
    assert row.extra == {"支出（元）": "300"}
    assert _found(row) == ["import.wrong-column"]


@pytest.mark.parametrize(("income", "expense"), [(None, -1960880.0), (-1960880.0, None), (0.0, "-1960880")])
def test_reversal_is_negative_in_the_column_of_what_it_reverses(income: object, expense: object) -> None:
    row = _entry("冲销", income, expense, "冲销记-0071")
    assert row.values["fund_entry.amount_fen"] == -196088000
    assert row.values["fund_entry.reverses_text"] == "记-0071"
    assert not row.findings


def test_positive_reversal_and_one_that_names_nothing_are_reported() -> None:
    row = _entry("冲销", None, 5.0, "冲销上月误付款")
    assert _found(row) == ["import.reversal-unnamed", "import.reversal-positive"]


def test_entry_without_kind_keeps_which_way_the_money_went() -> None:
    row = _entry(None, None, 88.0)
    assert row.values["fund_entry.amount_fen"] == 8800
    assert row.extra == {"支出（元）": "88"}
    assert _found(row) == ["import.fund-without-kind"]


def test_entry_with_an_amount_column_needs_no_other() -> None:
    (row,) = rows_of(["凭证号", "日期", "类型", "金额（万元）"], ["记-1", "2025.1.2", "支出", 1.5])
    assert row.values["fund_entry.amount_fen"] == 1500000


def test_year_of_the_voucher_is_that_of_its_day() -> None:
    row = _entry("支出", None, 1.0)
    assert row.values["fund_entry.date"] == dt.date(2025, 3, 5)
    assert row.values["fund_entry.year"] == 2025


@pytest.mark.parametrize(
    ("memo", "voucher"),
    [
        ("冲销记-0071", "记-0071"),
        ("冲销 记-0071：金额记错", "记-0071"),
        ("冲记-71", "记-71"),
        ("冲红记字第71号凭证", "记字第71"),
        ("冲销凭证记－００７１", "记-0071"),
        ("冲销第12号", "12"),
        ("冲销2025年付-3", "付-3"),
        ("冲正：记71，重复付款", "记71"),
        ("冲销误付款", None),
        ("蜜柚种植到户补助", None),
        ("", None),
    ],
)
def test_voucher_is_found_in_the_memo(memo: str, voucher: str | None) -> None:
    assert reversed_voucher(memo) == voucher


@pytest.mark.parametrize("text", ["记-0071", "记-71", "记字第71号", "记71", "记 — 071"])
def test_spellings_of_one_voucher_are_one(text: str) -> None:
    assert voucher_key(text) == ("记", 71)


def test_voucher_without_a_word_or_without_a_number() -> None:
    assert voucher_key("71") == ("", 71)
    assert voucher_key("付款") is None


@given(st.text(max_size=30))
def test_any_memo_can_be_searched(memo: str) -> None:
    voucher = reversed_voucher("冲销" + memo)
    assert voucher is None or voucher_key(voucher) is not None


ROLL = ["村民小组", "户主姓名", "姓名", "与户主关系", "身份证号码", "联系电话"]


def test_phone_on_the_heads_line_is_the_households() -> None:
    head, member = rows_of(
        ROLL, ["上溪", "雷小", "雷小", "户主", "1", "15567689171"], ["上溪", "雷小", "雷玉", "之子", "2", "15567689172"]
    )
    assert head.values["household.phone"] == "15567689171"
    assert member.values["person.phone"] == "15567689172"
    assert "person.phone" not in head.values
    assert "household.phone" not in member.values


def test_phone_of_a_line_without_relation_goes_by_the_names() -> None:
    head, member = rows_of(ROLL, ["上溪", "雷小", "雷小", None, "1", "138"], ["上溪", "雷小", "雷玉", None, "2", "139"])
    assert (head.values["household.phone"], member.values["person.phone"]) == ("138", "139")


def test_bare_phone_beside_the_persons_own_is_kept() -> None:
    head = ["姓名", "户编号", "与户主关系", "健康状况", "成员联系电话", "联系电话"]
    (row,) = rows_of(head, ["张", "1", "之子", "健康", "138", "139"])
    assert row.values["person.phone"] == "138"
    assert row.extra == {"联系电话": "139"}


WORK = ["户编号", "人编号", "证件号码", "是否已务工", "务工所在地"]


@pytest.mark.parametrize(
    ("place", "parts", "kept"),
    [
        ("福建省厦门市同安区", ("福建省", "厦门市", "同安区"), False),
        ("福建省示范市示范县云岭镇", ("福建省", "示范市", "示范县"), True),
        ("上海市浦东新区", ("上海市", None, "浦东新区"), False),
        ("广西壮族自治区南宁市", ("广西壮族自治区", None, "南宁市"), False),
        ("晋江市", (None, None, "晋江市"), False),
        ("外地", (None, None, None), True),
    ],
)
def test_place_of_work_in_one_cell_is_parted(place: str, parts: tuple[str | None, ...], kept: bool) -> None:
    (row,) = rows_of(WORK, ["1", "2", "350699", "是", place])
    assert tuple(row.values.get(f"work_record.{name}") for name in ("province", "city", "county")) == parts
    assert row.extra == ({"务工所在地": place} if kept else {})
