"""Amounts: how they are read, written and put into capitals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from villagebook.base.money import MAX_FEN, capital, format_wan, format_yuan, parse_wan, parse_yuan, wan_decimals, yuan


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("1,234.50", 123450),
        ("1234.5元", 123450),
        ("1,234元整", 123400),
        ("￥1,234.50", 123450),
        ("¥-3", -300),
        ("-¥3", -300),
        ("１，２３４．５０", 123450),
        ("  88 元", 8800),
        ("\u221212.30", -1230),
        ("-12.3", -1230),
        ("+12.3", 1230),
        ("(12.30)", -1230),
        ("（12.30）", -1230),
        ("0", 0),
        ("0.00", 0),
        ("1.5000", 150),
        (".5", 50),
        ("5.", 500),
        ("1.5万元", 1_500_000),
        ("2万", 2_000_000),
        ("0.30000000000000004", 30),
        (691200, 69120000),
        (0.1 + 0.2, 30),
        (1234.56, 123456),
        (sum([0.1] * 10), 100),
        (-5.0, -500),
        (Decimal("7.25"), 725),
        (Decimal("1E+3"), 100000),
    ],
)
def test_amounts_in_yuan_are_read(cell: object, fen: int) -> None:
    assert parse_yuan(cell) == fen


@pytest.mark.parametrize(
    ("cell", "fen"),
    [("688.5", 688_500_000), (490.22, 490_220_000), (27, 27_000_000), ("0.000001", 1), ("3万元", 3_000_000)],
)
def test_amounts_in_wan_are_read(cell: object, fen: int) -> None:
    assert parse_wan(cell) == fen


@pytest.mark.parametrize(
    "cell",
    [
        "12.345", "1,23", "12,34,567", "1.2.3", "abc", "十元", "-", "—", ".", "元", "(5", "5)", "(-5)", "--5",
        "5元5角", "12 5", "1.2345", 1.005, Decimal("0.001"), True, False, date(2025, 1, 1), [], float("nan"),
        float("inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), "٣", "²", "9" * 61,
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(cell: object) -> None:
    with pytest.raises(ValueError, match="金额"):
        parse_yuan(cell)


def test_refusal_names_what_was_typed() -> None:
    with pytest.raises(ValueError, match="“十块钱”不是金额"):
        parse_yuan(" 十块钱 ")


@pytest.mark.parametrize("cell", [None, "", " \u3000"])
def test_empty_cell_is_told_from_a_wrong_one(cell: object) -> None:
    with pytest.raises(ValueError, match="没有填金额"):
        parse_yuan(cell)


@pytest.mark.parametrize(
    "cell", ["6221842669392527388", 6221842669392527388, 6.2e18, Decimal("1e30"), pytest.param(10**5000, id="huge")]
)
def test_card_number_in_a_money_column_is_refused(cell: object) -> None:
    with pytest.raises(ValueError, match="太大"):
        parse_yuan(cell)


def test_text_in_scientific_notation_is_refused_because_its_digits_are_gone() -> None:
    with pytest.raises(ValueError, match="科学记数法"):
        parse_yuan("1.2E+05")


def test_yuan_written_in_a_column_of_wan_is_refused() -> None:
    with pytest.raises(ValueError, match="单位是万元"):
        parse_wan("5000元")


def test_limit_itself_is_accepted_and_the_next_fen_is_not() -> None:
    assert parse_yuan(yuan(MAX_FEN)) == MAX_FEN
    with pytest.raises(ValueError, match="太大"):
        parse_yuan(yuan(MAX_FEN + 1))


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "0.00"), (5, "0.05"), (123456, "1,234.56"), (-123456, "\u22121,234.56"), (100_000_000, "1,000,000.00")],
)
def test_yuan_is_written_with_commas_and_two_decimals(fen: int, text: str) -> None:
    assert format_yuan(fen) == text


def test_sign_is_written_on_request_but_never_on_zero() -> None:
    assert [format_yuan(fen, sign=True) for fen in (150, 0, -150)] == ["+1.50", "0.00", "\u22121.50"]


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (688_500_000, "688.50"),
        (0, "0.00"),
        (1_234_567_800, "1,234.5678"),
        (1, "0.000001"),
        (-27_000_000, "\u221227.00"),
    ],
)
def test_wan_is_written_exactly(fen: int, text: str) -> None:
    assert format_wan(fen) == text


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (30, "叁角整"),
        (35, "叁角伍分"),
        (105, "壹元零伍分"),
        (150, "壹元伍角整"),
        (100, "壹元整"),
        (1000, "壹拾元整"),
        (1_230_000, "壹万贰仟叁佰元整"),
        (1_050_000, "壹万零伍佰元整"),
        (1_000_500, "壹万零伍元整"),
        (1_000_000, "壹万元整"),
        (10_050_000, "壹拾万零伍佰元整"),
        (10_700_053, "壹拾万柒仟元伍角叁分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (600_714, "陆仟零柒元壹角肆分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (100_100, "壹仟零壹元整"),
        (10_000_000_000, "壹亿元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (10_500_000_000, "壹亿零伍佰万元整"),
        (11_000_000_000, "壹亿壹仟万元整"),
        (1_000_000_000_000_000, "壹拾万亿元整"),
        (-300, "负叁元整"),
    ],
)
def test_capitals_follow_the_rules_for_bills(fen: int, words: str) -> None:
    assert capital(fen) == words


def test_decimal_for_spreadsheets_keeps_two_places() -> None:
    assert str(yuan(120)) == "1.20"
    assert str(yuan(-5)) == "-0.05"


def test_amounts_in_wan_that_stand_together_have_the_decimals_of_the_longest() -> None:
    assert wan_decimals([128_600_000, 1_458_000, None]) == 3
    assert wan_decimals([128_600_000, None]) == wan_decimals([]) == 2
    assert format_wan(128_600_000, 3) == "128.600"
    assert format_wan(1_458_000, 2) == "1.458"
