"""Years of a contract."""

from __future__ import annotations

from datetime import date

from villagebook.base.terms import year_ends


def ends(first: str, through: str | None, until: str) -> list[str]:
    last = date.fromisoformat(through) if through else None
    return [str(day) for day in year_ends(date.fromisoformat(first), last, date.fromisoformat(until))]


def test_each_full_year_ends_the_day_before_its_anniversary() -> None:
    assert ends("2025-11-01", "2028-10-31", "2030-01-01") == ["2026-10-31", "2027-10-31", "2028-10-31"]


def test_nothing_ends_before_the_day_asked_for() -> None:
    assert ends("2025-11-01", "2028-10-31", "2027-10-30") == ["2026-10-31"]
    assert ends("2025-11-01", None, "2025-12-31") == []


def test_the_last_year_may_be_cut_short() -> None:
    assert ends("2025-01-01", "2026-06-30", "2027-01-01") == ["2025-12-31", "2026-06-30"]
    assert ends("2025-01-01", "2026-06-30", "2026-06-29") == ["2025-12-31"]


def test_a_leap_day_has_an_anniversary_every_year() -> None:
    assert len(ends("2024-02-29", None, "2028-03-01")) == 4
