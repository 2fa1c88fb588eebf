"""Working days in China: holidays and the weekends worked in turn for them, as the State Council's office tells yearly.

The days of past years come with the ``chinesecalendar`` package; what a village enters of its own (settings
``calendar.days_off`` and ``calendar.days_worked``) goes before them. A year that neither knows has no answer: its
arrangement is published in November of the year before, and nobody can guess it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import chinese_calendar
from chinese_calendar import constants

from villagebook.base.days import weekdays
from villagebook.base.errors import UserError
from villagebook.base.settings import read_days

FIRST_KNOWN = min(day.year for day in constants.holidays)
LAST_KNOWN = max(day.year for day in constants.holidays)


class Workdays:
    """The test for working days of one village; call it with a day.

    Attributes:
        off, worked: The village's own days; they go before everybody's.
        strict: Refuse a year nobody knows; else its Mondays to Fridays count, which is right to within the holidays.
    """

    def __init__(self, off: Collection[date] = (), worked: Collection[date] = (), *, strict: bool = True) -> None:
        self.off, self.worked, self.strict = frozenset(off), frozenset(worked), strict
        self._own_years = frozenset(day.year for day in (*self.off, *self.worked))

    @classmethod
    def of(cls, stored: Mapping[str, object], *, strict: bool = True) -> Workdays:
        """Return the calendar of a village by its stored settings."""
        off, worked = (read_days(f"calendar.{name}", stored) for name in ("days_off", "days_worked"))
        return cls(off, worked, strict=strict)

    def knows(self, year: int) -> bool:
        """Say whether the holidays of a year are known: published, or entered by the village."""
        return FIRST_KNOWN <= year <= LAST_KNOWN or year in self._own_years

    def __call__(self, day: date) -> bool:
        """Say whether a day is worked.

        Raises:
            UserError: nobody knows the holidays of its year, and ``strict``.
        """
        if day in self.worked:
            return True
        if day in self.off:
            return False
        if FIRST_KNOWN <= day.year <= LAST_KNOWN:
            worked: bool = chinese_calendar.is_workday(day)
            return worked
        if self.strict and not self.knows(day.year):
            raise UserError(
                "calendar.unknown_year",
                f"还不知道{day.year}年哪些天放假、哪些天调休上班，数不出工作日",
                f"请在“设置—公示和项目—工作日”填上{day.year}年的放假和调休日子",
            )
        return weekdays(day)


def known_words() -> str:
    """Return which years need nothing entered, for the settings."""
    return f"{FIRST_KNOWN}年至{LAST_KNOWN}年的放假和调休已有，{LAST_KNOWN + 1}年起公布了再填"
