"""Amounts survive writing and reading, and no cell raises anything but ValueError."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from villagebook.base.money import MAX_FEN, capital, format_wan, format_yuan, parse_wan, parse_yuan, split, times, yuan

amounts = st.integers(-MAX_FEN, MAX_FEN)
cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(),
    st.text("0123456789０１２,.，。+-−()（）¥￥元万整角分 \u3000eE"),
    st.dates(),
)

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SIZES = {"拾": 10, "佰": 100, "仟": 1000}


def outcome(parse: Callable[[object], object], cell: object) -> object:
    """Return what reading gives, or the ValueError; anything else it raises fails the test."""
    try:
        return parse(cell)
    except ValueError as refused:
        return refused


def is_told_in_chinese(refused: ValueError) -> bool:
    return any("一" <= char <= "鿿" for char in str(refused))


def _number_of_capitals(words: str) -> int:
    """Read capitals back, as a person does: the sum of digit times unit, group by group."""
    total = group = digit = 0
    for char in words:
        if char in _DIGITS:
            digit = _DIGITS.index(char)
        elif char in _SIZES:
            group, digit = group + digit * _SIZES[char], 0
        elif char == "万":
            total, group, digit = total + (group + digit) * 10**4, 0, 0
        elif char == "亿":
            total, group, digit = (total + group + digit) * 10**8, 0, 0
    return total + group + digit


def _fen_of_capitals(words: str) -> int:
    whole, _, rest = words.rpartition("元")
    fen = _number_of_capitals(whole) * 100
    for char, unit in pairwise(rest):
        fen += _DIGITS.index(char) * {"角": 10, "分": 1}[unit] if unit in "角分" else 0
    return fen


@given(amounts)
def test_yuan_survives_writing_and_reading(fen: int) -> None:
    assert parse_yuan(format_yuan(fen)) == fen
    assert parse_yuan(format_yuan(fen, sign=True)) == fen
    assert parse_yuan(yuan(fen)) == fen
    assert parse_yuan(f"￥{format_yuan(fen)}元") == fen


@given(amounts)
def test_wan_survives_writing_and_reading(fen: int) -> None:
    assert parse_wan(format_wan(fen)) == fen
    assert parse_yuan(f"{format_wan(fen)}万元") == fen


@given(st.integers(-(10**12), 10**12))
def test_float_of_a_spreadsheet_gives_the_amount_it_shows(fen: int) -> None:
    assert parse_yuan(fen / 100) == fen
    assert parse_wan(fen / 10**6) == fen


@given(st.lists(st.integers(0, 10**9), max_size=200))
def test_sum_that_a_spreadsheet_made_of_floats_is_the_sum_of_the_amounts(parts: list[int]) -> None:
    assert parse_yuan(sum(part / 100 for part in parts)) == sum(parts)


@given(st.integers(-(10**9), 10**9), st.integers(1, 999))
def test_typed_part_of_a_fen_is_never_rounded_away(fen: int, thousandths: int) -> None:
    typed = yuan(fen) + Decimal(thousandths).scaleb(-5)
    for cell in (str(typed), float(typed), typed):
        with pytest.raises(ValueError, match="分以下"):
            parse_yuan(cell)


@given(st.integers(0, MAX_FEN))
@example(10**10 + 1)
@example(105_000_000_000_000)
def test_capitals_say_the_amount_and_nothing_else(fen: int) -> None:
    words = capital(fen)
    assert _fen_of_capitals(words) == fen
    assert "零零" not in words
    assert words.endswith("分") or words.endswith("整")
    assert fen == 0 or not words.startswith("零")


@given(cells)
@example("0" * 59)
@example("9" * 4400)
@example("1\n2")
def test_any_cell_is_an_amount_or_a_value_error(cell: object) -> None:
    for parse in (parse_yuan, parse_wan):
        fen = outcome(parse, cell)
        if isinstance(fen, ValueError):
            assert is_told_in_chinese(fen)
        else:
            assert type(fen) is int
            assert abs(fen) <= MAX_FEN


weights = st.lists(st.decimals(0, 10**6, places=4), min_size=1, max_size=60).filter(any)


@given(amounts, weights)
@example(10_000, [Decimal(1), Decimal(1), Decimal(1)])
@example(-1, [Decimal(0), Decimal(7)])
@example(MAX_FEN, [Decimal("0.0001"), Decimal(999_999)])
def test_sharing_an_amount_out_loses_no_fen(total: int, shares: list[Decimal]) -> None:
    parts = split(total, shares)
    assert sum(parts) == total
    assert len(parts) == len(shares)
    whole = sum(shares)
    for part, weight in zip(parts, shares, strict=True):
        # Compared as whole numbers: |part * whole - total * weight| < whole.
        assert abs(Decimal(part) * whole - Decimal(total) * weight) < whole
        assert part == 0 or weight > 0


@given(st.integers(0, 10**12), st.integers(1, 400))
def test_equal_shares_differ_by_a_fen_at_most_and_the_first_get_it(total: int, households: int) -> None:
    parts = split(total, [1] * households)
    assert max(parts) - min(parts) <= 1
    assert list(parts) == sorted(parts, reverse=True)


@pytest.mark.parametrize("shares", [[], [0, 0], [Decimal(1), Decimal(-1)]])
def test_nothing_is_shared_out_among_nobody(shares: list[Decimal]) -> None:
    with pytest.raises(ValueError, match="份额"):
        split(100, shares)


def test_a_quantity_times_a_rate_is_rounded_to_the_fen() -> None:
    assert [times(Decimal(text), rate) for text, rate in (("3.5", 60_000), ("0.5", 3), ("0.3", 1))] == [210_000, 2, 0]
