"""Days survive writing and reading in every form, and no cell raises anything but ValueError."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from villagebook.base.days import Period, Unit, chinese, is_day, iso, numerals, parse_day, parse_month, weekdays

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
periods = st.builds(Period, st.integers(0, 400), st.sampled_from(get_args(Unit)))
wide = str.maketrans("0123456789-./", "０１２３４５６７８９－．／")
cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(18_000_000, 22_000_000),
    st.integers(190_000, 210_099),
    st.floats(),
    st.floats(1900, 2101),
    st.text(),
    st.text("0123456789年月日号.-/、:T 〇零一二三十０１"),
    st.datetimes(),
    st.dates(),
)

FORMS: dict[str, Callable[[date], object]] = {
    "iso": iso,
    "chinese": chinese,
    "numerals": numerals,
    "compact": lambda d: f"{d.year}{d.month:02d}{d.day:02d}",
    "number": lambda d: d.year * 10000 + d.month * 100 + d.day,
    "dots": lambda d: f"{d.year}.{d.month}.{d.day}",
    "padded dots": lambda d: f"{d.year}.{d.month:02d}.{d.day:02d}",
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "full-width": lambda d: iso(d).translate(wide),
    "with time": lambda d: f"{iso(d)} 00:00:00",
    "datetime": lambda d: datetime(d.year, d.month, d.day),
    "date": lambda d: d,
}


def outcome(parse: Callable[[object], object], cell: object) -> object:
    """Return what reading gives, or the ValueError; anything else it raises fails the test."""
    try:
        return parse(cell)
    except ValueError as refused:
        return refused


def is_told_in_chinese(refused: ValueError) -> bool:
    return any("一" <= char <= "鿿" for char in str(refused))


@pytest.mark.parametrize("form", FORMS)
@given(day=days)
def test_day_survives_writing_and_reading(form: str, day: date) -> None:
    assert parse_day(FORMS[form](day)) == day


@given(st.dates(date(1954, 10, 3), date(2100, 12, 31)))
def test_spreadsheet_number_of_a_day_is_read(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert parse_day(serial) == parse_day(float(serial)) == parse_day(str(serial)) == day


@given(days)
def test_month_survives_every_form(day: date) -> None:
    month = f"{day.year:04d}-{day.month:02d}"
    forms = (
        month,
        f"{day.year}.{day.month}",
        f"{day.year}{day.month:02d}",
        f"{day.year}年{day.month}月",
        day,
        iso(day),
    )
    assert {parse_month(form) for form in forms} == {month}


@given(cells)
@example("²0250305")
@example("十十")
@example("9" * 4400)
def test_any_cell_is_a_day_or_a_value_error(cell: object) -> None:
    day = outcome(parse_day, cell)
    if isinstance(day, ValueError):
        assert is_told_in_chinese(day)
    else:
        assert type(day) is date
        assert is_day(day)


@given(cells)
def test_any_cell_is_a_month_or_a_value_error(cell: object) -> None:
    month = outcome(parse_month, cell)
    if isinstance(month, ValueError):
        assert is_told_in_chinese(month)
    else:
        assert date.fromisoformat(f"{month}-01")


@given(periods)
def test_period_survives_writing_and_reading(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(periods, days)
def test_counting_the_first_day_never_ends_later_and_never_before_the_start(period: Period, start: date) -> None:
    assert start <= period.after(start, first_day_counts=True) <= period.after(start)


@given(st.integers(1, 400), days)
def test_working_days_are_counted_exactly(count: int, start: date) -> None:
    last = Period(count, "working_day").after(start)
    counted = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
    assert sum(weekdays(day) for day in counted) == count
    assert weekdays(last)


@given(st.integers(1, 400), days)
def test_months_keep_the_day_or_end_with_the_month(count: int, start: date) -> None:
    last = Period(count, "month").after(start)
    assert (last.year - start.year) * 12 + last.month - start.month == count
    assert last.day == start.day or (last.day < start.day and (last + timedelta(days=1)).day == 1)
