"""Quarters and months of the village's accounts: 2026Q3, 2026-09.

Source: 村民委员会组织法第三十条, which has accounts published each quarter, each month where much money moves.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from villagebook.base.days import iso

_QUARTER = re.compile(r"(\d{4})\s*(?:年?第?|[-_ ]?Q)\s*([1-4一二三四])\s*(?:季度)?", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})\s*(?:-|年)\s*(0?[1-9]|1[0-2])\s*月?")
_NUMBERS = "一二三四"


@dataclass(frozen=True, slots=True, order=True)
class AccountPeriod:
    """A quarter or a month.

    Attributes:
        first, last: Its days, both within.
        code: 2026Q3 or 2026-09; words: 2026年第三季度 or 2026年9月.
    """

    first: dt.date
    last: dt.date
    code: str
    words: str

    @property
    def is_month(self) -> bool:
        """Whether it is a month."""
        return "Q" not in self.code

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def before(self) -> AccountPeriod:
        """Return the quarter or month before this one."""
        day = self.first - dt.timedelta(days=1)
        return month_of(day) if self.is_month else quarter_of(day)


def quarter_of(day: dt.date) -> AccountPeriod:
    """Return the quarter a day lies in."""
    number = (day.month + 2) // 3
    first = dt.date(day.year, number * 3 - 2, 1)
    return AccountPeriod(
        first, _last_of_month(day.year, number * 3), f"{day.year}Q{number}", f"{day.year}年第{_NUMBERS[number - 1]}季度"
    )


def month_of(day: dt.date) -> AccountPeriod:
    """Return the month a day lies in."""
    first = day.replace(day=1)
    return AccountPeriod(
        first, _last_of_month(day.year, day.month), iso(first)[:7], f"{day.year}年{day.month}月"
    )


def parse_period(text: str) -> AccountPeriod:
    """Read 2026Q3, 2026年第三季度, 2026-09 or 2026年9月.

    Raises:
        ValueError: it is none of them; the message is one Chinese line.
    """
    text = text.strip()
    month = _MONTH.fullmatch(text)
    if month is not None:
        return month_of(dt.date(int(month[1]), int(month[2]), 1))
    quarter = _QUARTER.fullmatch(text)
    if quarter is None:
        raise ValueError(f"“{text}”不是季度或月份，请写成 2026Q3 或 2026-09")
    number = _NUMBERS.find(quarter[2]) + 1 or int(quarter[2])
    return quarter_of(dt.date(int(quarter[1]), number * 3, 1))


def quarters(year: int) -> Iterator[AccountPeriod]:
    """Yield the four quarters of a year."""
    for month in (1, 4, 7, 10):
        yield quarter_of(dt.date(year, month, 1))


def months(year: int) -> Iterator[AccountPeriod]:
    """Yield the twelve months of a year."""
    for month in range(1, 13):
        yield month_of(dt.date(year, month, 1))


def _last_of_month(year: int, month: int) -> dt.date:
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
