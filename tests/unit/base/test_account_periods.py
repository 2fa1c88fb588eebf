"""Quarters and months of the accounts: read, named, their first and last day."""

from __future__ import annotations

import datetime as dt

import pytest

from villagebook.base.account_periods import month_of, months, parse_period, quarter_of, quarters


@pytest.mark.parametrize(
    "text", ["2026Q3", "2026q3", "2026-Q3", "2026年第三季度", "2026年第3季度", "2026年三季度", " 2026Q3 "]
)
def test_a_quarter_is_read_however_it_is_written(text):
    period = parse_period(text)
    assert (period.code, period.words) == ("2026Q3", "2026年第三季度")
    assert (period.first, period.last) == (dt.date(2026, 7, 1), dt.date(2026, 9, 30))
    assert not period.is_month


@pytest.mark.parametrize("text", ["2024-02", "2024年2月", "2024-2"])
def test_a_month_is_read_and_ends_on_its_last_day(text):
    period = parse_period(text)
    assert (period.code, period.words, period.is_month) == ("2024-02", "2024年2月", True)
    assert (period.first, period.last) == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))


@pytest.mark.parametrize("text", ["", "2026", "2026Q5", "2026-13", "三季度", "2026-09-01"])
def test_anything_else_is_refused_in_one_line(text):
    with pytest.raises(ValueError, match="请写成 2026Q3 或 2026-09"):
        parse_period(text)


def test_the_period_before_crosses_the_year():
    assert quarter_of(dt.date(2026, 2, 1)).before().code == "2025Q4"
    assert month_of(dt.date(2026, 1, 31)).before().code == "2025-12"


def test_a_year_is_covered_without_a_gap():
    for made in (list(quarters(2028)), list(months(2028))):
        days = [day for period in made for day in (period.first, period.last)]
        assert (days[0], days[-1]) == (dt.date(2028, 1, 1), dt.date(2028, 12, 31))
        assert {(after - before).days for before, after in zip(days[1::2], days[2::2], strict=False)} == {1}
        assert all(period.first in period and period.last in period for period in made)
