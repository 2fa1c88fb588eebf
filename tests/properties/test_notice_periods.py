"""The last day of a notice, counted by the program and, slowly and by hand, by this test.

The test knows the holidays of 2024 to 2026 as the State Council's office published them,
written down here span by span, and counts one day after the other on a wall calendar.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from villagebook.base.days import Period
from villagebook.base.errors import UserError
from villagebook.notices import NoticeRules
from villagebook.policies.workdays import LAST_KNOWN, Workdays

D = dt.date

#: First and last day of each holiday of the year.
HOLIDAYS = {
    2024: ("01-01 01-01", "02-10 02-17", "04-04 04-06", "05-01 05-05", "06-10 06-10", "09-15 09-17", "10-01 10-07"),
    2025: ("01-01 01-01", "01-28 02-04", "04-04 04-06", "05-01 05-05", "05-31 06-02", "10-01 10-08"),
    2026: ("01-01 01-03", "02-15 02-23", "04-04 04-06", "05-01 05-05", "06-19 06-21", "09-25 09-27", "10-01 10-07"),
}
#: Saturdays and Sundays worked for them.
IN_TURN = {
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}


def _days_off() -> Iterator[dt.date]:
    for year, spans in HOLIDAYS.items():
        for span in spans:
            first, last = (D.fromisoformat(f"{year}-{day}") for day in span.split())
            while first <= last:
                yield first
                first += dt.timedelta(days=1)


OFF = frozenset(_days_off())
WORKED = frozenset(D.fromisoformat(f"{year}-{day}") for year, days in IN_TURN.items() for day in days.split())

IN_KNOWN = st.dates(D(2024, 1, 1), D(2026, 11, 20))


def worked_by_hand(day: dt.date) -> bool:
    """What the published tables say of a day."""
    return day in WORKED or (day not in OFF and day.isoweekday() not in (6, 7))


def counted_by_hand(start: dt.date, count: int, working: bool, first_counts: bool) -> dt.date:
    """Tick days off one after the other until there are ``count``."""
    day, ticked = start, 0
    if not first_counts:
        day += dt.timedelta(days=1)
    while True:
        if not working or worked_by_hand(day):
            ticked += 1
        if ticked == count:
            return day
        day += dt.timedelta(days=1)


def rules(**settings: object) -> NoticeRules:
    """The habits of a village with these settings."""
    return NoticeRules.of({f"setting.{name}": [(None, None, value)] for name, value in settings.items()})


@given(IN_KNOWN, st.integers(1, 20), st.booleans())
def test_working_days_end_where_the_published_tables_say(start: dt.date, count: int, first: bool) -> None:
    habits = rules(**{"notice.first_day_counts": first})
    by_hand = counted_by_hand(start, count, True, first)
    if by_hand.year > LAST_KNOWN:
        with pytest.raises(UserError, match="还不知道2027年"):
            Period(count, "working_day").after(
                start, first_day_counts=habits.first_day_counts, is_working_day=habits.is_working_day)
        return
    found = Period(count, "working_day").after(
        start, first_day_counts=habits.first_day_counts, is_working_day=habits.is_working_day)  # fmt: skip
    assert found == by_hand


@given(st.dates(D(1999, 1, 1), D(2099, 1, 1)), st.integers(1, 60), st.booleans())
def test_plain_days_count_every_day_over_year_ends_and_leap_days(start: dt.date, count: int, first: bool) -> None:
    found = Period(count, "day").after(start, first_day_counts=first)
    assert found == counted_by_hand(start, count, False, first)


@given(IN_KNOWN, st.integers(1, 15), st.data())
def test_the_villages_own_days_go_before_the_published_ones(start: dt.date, count: int, data: st.DataObject) -> None:
    near = st.dates(start, start + dt.timedelta(days=20))
    off = data.draw(st.frozensets(near, max_size=3))
    worked = data.draw(st.frozensets(near, max_size=3)) - off
    calendar = Workdays(off, worked, strict=False)
    day, ticked = start, 0
    while ticked < count:
        day += dt.timedelta(days=1)
        ticked += day in worked or (day not in off and worked_by_hand(day))
    assert Period(count, "working_day").after(start, is_working_day=calendar) == day


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        (D(2025, 1, 24), 3, D(2025, 2, 5)),  # over Spring Festival; Sunday the 26th is worked
        (D(2025, 9, 30), 1, D(2025, 10, 9)),  # over National Day
        (D(2024, 2, 28), 2, D(2024, 3, 1)),  # 29 February is a Thursday
        (D(2025, 12, 31), 2, D(2026, 1, 5)),  # over New Year; Sunday the 4th is worked
    ],
)
def test_ends_known_from_the_wall_calendar(start: dt.date, count: int, last: dt.date) -> None:
    assert Period(count, "working_day").after(start, is_working_day=Workdays()) == last
    assert counted_by_hand(start, count, True, False) == last


def test_a_year_nobody_knows_is_refused_and_where_to_enter_it_is_said() -> None:
    with pytest.raises(UserError) as told:
        Period(5, "working_day").after(D(LAST_KNOWN, 12, 30), is_working_day=Workdays())
    assert f"还不知道{LAST_KNOWN + 1}年" in str(told.value)
    assert "设置" in told.value.hint
    assert Period(10, "day").after(D(LAST_KNOWN, 12, 30), is_working_day=Workdays()) == D(LAST_KNOWN + 1, 1, 9)


def test_a_year_the_village_has_entered_is_counted_by_what_it_says() -> None:
    own = Workdays.of({"calendar.days_off": "2027-01-01", "calendar.days_worked": "2027-01-03"})
    assert own.knows(2027)
    assert Period(2, "working_day").after(D(2026, 12, 31), is_working_day=own) == D(2027, 1, 4)


def test_deadlines_count_on_over_a_year_not_published_yet() -> None:
    loose = Workdays(strict=False)
    assert Period(2, "working_day").after(D(2026, 12, 31), is_working_day=loose) == D(2027, 1, 4)
