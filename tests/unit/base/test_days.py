"""Days, months and periods as people write and count them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from villagebook.base.days import (
    Period,
    age_on,
    chinese,
    is_day,
    iso,
    numerals,
    parse_day,
    parse_month,
)

MARCH_5 = date(2025, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "2025.03.05", "2025.3.5", "20250305", "2025年3月5日", "2025年03月05日", "2025年3月5号", "2025/3/5",
        "2025/03/05",         "2025-03-05", "2025-3-5", "２０２５．３．５", "２０２５／３／５", "２０２５０３０５",
        "2025 年 3 月 5 日", " 2025-03-05\u3000",
        "2025、3、5", "2025—3—5", "'2025-03-05", "\ufeff2025-03-05", "二〇二五年三月五日", "二零二五年三月五日",
        "2025-03-05 00:00:00", "2025/3/5 0:00", "2025-03-05T00:00:00", "2025-03-05T08:30:00.000Z",
        "2025-03-05 23:59:59",
        "45721", 45721, 45721.0, 20250305, 20250305.0, date(2025, 3, 5), datetime(2025, 3, 5),
        datetime(2025, 3, 5, tzinfo=UTC),
    ],
)  # fmt: skip
def test_every_way_of_writing_a_day_is_read(cell: object) -> None:
    assert parse_day(cell) == MARCH_5


def test_day_number_of_a_birth_before_the_fifties_is_read() -> None:
    assert parse_day(10959) == date(1930, 1, 1)


def test_result_is_a_date_even_for_a_datetime() -> None:
    assert type(parse_day(datetime(2025, 3, 5))) is date


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("20250230", "2025年2月没有 30 日"),
        (20250230, "2025年2月没有 30 日"),
        ("2025.13.01", "没有 13 月"),
        ("2025-00-10", "没有 0 月"),
        ("2025年4月31日", "2025年4月没有 31 日"),
        ("二〇二五年二月三十日", "没有 30 日"),
        ("1899-12-31", "年份应在 1900 到 2100 之间"),
        ("21010101", "年份应在"),
        (date(1066, 1, 1), "年份应在"),
        (80000, "年份应在"),
        ("2025-03-05 25:00", "时刻不对"),
        ("2025.4", "只有年月"),
        ("2025年4月", "只有年月"),
        ("", "没有填日期"),
        (None, "没有填日期"),
    ],
)
def test_a_day_out_of_sense_is_refused_with_its_reason(cell: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_day(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "2025.3/5", "25.3.5", "3月5日", "2025", "12025-03-05", "2025-03-055", "今天", "٢٠٢٥٠٣٠٥", "2025-03-05 上午",
        9999, 80001, 45721.5, 2025, 0, -1, True, 1e300, float("nan"), float("inf"), [], "1" * 100,
        pytest.param(10**5000, id="huge"),        "一二三四年十十月五日", "二〇二五年一二月五日",
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(cell: object) -> None:
    with pytest.raises(ValueError, match="日期"):
        parse_day(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "2025.4", "2025.04", "2025-4", "2025/04", "202504", "2025年4月", "2025年4月份", "２０２５．４", "2025 年 4 月",
        202504, 202504.0, 2025.4, "2025-04-30", datetime(2025, 4, 1), date(2025, 4, 9), 45748,
    ],
)  # fmt: skip
def test_every_way_of_writing_a_month_is_read(cell: object) -> None:
    assert parse_month(cell) == "2025-04"


def test_text_tells_january_from_october_but_a_float_cannot() -> None:
    assert (parse_month("2025.1"), parse_month("2025.10")) == ("2025-01", "2025-10")
    assert (parse_month(2025.11), parse_month(2025.12)) == ("2025-11", "2025-12")
    with pytest.raises(ValueError, match="1 月，也可能是 10 月"):
        parse_month(2025.1)


@pytest.mark.parametrize(
    "cell",
    [
        "2025.13",
        "202500",
        202513,
        "4月",
        "2025",
        2025,
        2025.123,
        "",
        None,
        True,
        "x",
        1e300,
        float("nan"),
        [],
        "1899.5",
    ],
)
def test_what_is_no_month_is_refused(cell: object) -> None:
    with pytest.raises(ValueError, match="年月"):
        parse_month(cell)


def test_days_are_written_in_three_forms() -> None:
    day = date(2026, 3, 11)
    assert (iso(day), chinese(day), numerals(day)) == ("2026-03-11", "2026年3月11日", "二〇二六年三月十一日")


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2020, 10, 10), "二〇二〇年十月十日"),
        (date(2021, 12, 20), "二〇二一年十二月二十日"),
        (date(1999, 1, 31), "一九九九年一月三十一日"),
    ],
)
def test_numerals_of_tens(day: date, text: str) -> None:
    assert numerals(day) == text


def test_years_of_this_office_lie_between_1900_and_2100() -> None:
    assert is_day(date(1900, 1, 1))
    assert is_day(date(2100, 12, 31))
    assert not is_day(date(1899, 12, 31))
    assert not is_day(date(2101, 1, 1))


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2010, 9, 1), date(2025, 8, 31), 14),
        (date(2010, 9, 1), date(2025, 9, 1), 15),
        (date(2008, 2, 29), date(2025, 2, 28), 16),
        (date(2008, 2, 29), date(2025, 3, 1), 17),
        (date(2025, 1, 2), date(2025, 1, 1), -1),
    ],
)
def test_age_is_counted_in_full_years(born: date, on: date, age: int) -> None:
    assert age_on(born, on) == age


@pytest.mark.parametrize(
    ("period", "start", "last"),
    [
        (Period(10, "day"), date(2025, 1, 13), date(2025, 1, 23)),
        (Period(2, "week"), date(2025, 1, 1), date(2025, 1, 15)),
        (Period(1, "month"), date(2025, 1, 31), date(2025, 2, 28)),
        (Period(1, "month"), date(2024, 1, 31), date(2024, 2, 29)),
        (Period(13, "month"), date(2024, 12, 31), date(2026, 1, 31)),
        (Period(1, "year"), date(2024, 2, 29), date(2025, 2, 28)),
        (Period(5, "working_day"), date(2025, 1, 3), date(2025, 1, 10)),
        (Period(0, "working_day"), date(2025, 1, 4), date(2025, 1, 4)),
        (Period(0, "day"), date(2025, 1, 4), date(2025, 1, 4)),
    ],
)
def test_last_day_when_the_first_does_not_count(period: Period, start: date, last: date) -> None:
    assert period.after(start) == last


@pytest.mark.parametrize(
    ("period", "start", "last"),
    [
        (Period(10, "day"), date(2025, 1, 13), date(2025, 1, 22)),
        (Period(1, "day"), date(2025, 1, 13), date(2025, 1, 13)),
        (Period(1, "month"), date(2025, 1, 1), date(2025, 1, 31)),
        (Period(1, "year"), date(2025, 1, 1), date(2025, 12, 31)),
        (Period(5, "working_day"), date(2025, 1, 3), date(2025, 1, 9)),
        (Period(1, "working_day"), date(2025, 1, 4), date(2025, 1, 6)),
        (Period(0, "day"), date(2025, 1, 4), date(2025, 1, 4)),
    ],
)
def test_last_day_when_the_first_counts(period: Period, start: date, last: date) -> None:
    assert period.after(start, first_day_counts=True) == last


def test_calendar_without_working_days_is_refused_instead_of_searched_for_ever() -> None:
    with pytest.raises(ValueError, match="节假日表"):
        Period(1, "working_day").after(date(2025, 1, 1), is_working_day=lambda _: False)


@pytest.mark.parametrize(
    "period",
    [
        Period(9999, "year"),
        Period(99999, "month"),
        Period(10**10, "day"),
        Period(10**6, "week"),
        Period(9, "working_day"),
    ],
)
def test_period_beyond_the_calendar_is_refused(period: Period) -> None:
    with pytest.raises(ValueError, match="日历"):
        period.after(date(9999, 12, 30))


def test_periods_are_written_as_people_say_them() -> None:
    periods = (Period(10, "day"), Period(5, "working_day"), Period(2, "week"), Period(6, "month"), Period(1, "year"))
    assert [str(period) for period in periods] == ["10天", "5个工作日", "2周", "6个月", "1年"]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("10天", Period(10, "day")),
        ("10 日", Period(10, "day")),
        ("５个工作日", Period(5, "working_day")),
        ("5工作日", Period(5, "working_day")),
        ("6个月", Period(6, "month")),
        ("1月", Period(1, "month")),
        ("2周", Period(2, "week")),
        ("1年", Period(1, "year")),
    ],
)
def test_periods_are_read(text: str, period: Period) -> None:
    assert Period.parse(text) == period


@pytest.mark.parametrize("text", ["", "天", "10", "-1天", "十天", "10天半", "99999天"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="不是期限"):
        Period.parse(text)


def test_negative_period_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="no period"):
        Period(-1, "day")
