"""Days, months and periods: every way in which people write a date is read here and nowhere else.

A day is a ``date`` between 1900 and 2100; a month is the text ``YYYY-MM``. ``through`` is an inclusive last
day, ``until`` an exclusive one. Nothing here asks the clock. To accept one more way of writing a date, add a
pattern to ``_DAY`` or ``_MONTH`` and a line to the table of its test.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args

from villagebook.base.text import fold_width, is_blank, shown

Unit = Literal["day", "working_day", "week", "month", "year"]
IsWorkingDay = Callable[[date], bool]

FIRST_YEAR, LAST_YEAR = 1900, 2100

# Spreadsheets count days from 1899-12-30 (they believe that 1900 had a 29 February).
_SERIAL_ZERO = date(1899, 12, 30)
# From 1927 on: the births of the eldest too.
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 80_000

_GAP = r"[\s\u200b\u200e\u200f\ufeff]*"
_SEPARATOR = r"[-./、。‐‑–—]"
_TIME = rf"(?:(?:{_GAP}T{_GAP}|\s+)(?P<time>[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:\.[0-9]+)?)?)Z?)?"
_DAY = (
    re.compile(
        rf"(?P<y>[0-9]{{4}}){_GAP}(?P<s>{_SEPARATOR}){_GAP}(?P<m>[0-9]{{1,2}}){_GAP}(?P=s){_GAP}"
        rf"(?P<d>[0-9]{{1,2}}){_TIME}"
    ),
    re.compile(rf"(?P<y>[0-9]{{4}})(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}}){_TIME}"),
    re.compile(
        rf"(?P<y>[0-9]{{4}}){_GAP}年{_GAP}(?P<m>[0-9]{{1,2}}){_GAP}月{_GAP}(?P<d>[0-9]{{1,2}}){_GAP}[日号]{_TIME}"
    ),
)
_MONTH = (
    re.compile(rf"(?P<y>[0-9]{{4}}){_GAP}{_SEPARATOR}{_GAP}(?P<m>[0-9]{{1,2}})"),
    re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})"),
    re.compile(rf"(?P<y>[0-9]{{4}}){_GAP}年{_GAP}(?P<m>[0-9]{{1,2}}){_GAP}月(?:份)?"),
)
_SERIAL_TEXT = re.compile(r"[0-9]{5}")
_NUMERAL_DAY = re.compile(
    r"(?P<y>[〇零○一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})[日号]"
)
_NUMERALS = "〇一二三四五六七八九"
_LONGEST_TEXT = 60


def is_day(value: date) -> bool:
    """Say whether a date can be one of this office: its year lies within 1900..2100."""
    return FIRST_YEAR <= value.year <= LAST_YEAR


def parse_day(value: object) -> date:
    """Return the day that a cell names.

    Args:
        value: date, datetime, a spreadsheet's day number (10000..80000, also as text), a number 20250305,
            or text: 2025.03.05, 2025.3.5, 20250305, 2025年3月5日, 2025/3/5, 2025-03-05, 二〇二五年三月五日,
            full-width digits; a time of day behind it is left out.

    Raises:
        ValueError: empty, no day (20250230), only a month, or outside 1900..2100; the message is Chinese.
    """
    if isinstance(value, datetime):
        return _in_range(value.date(), value)
    if isinstance(value, date):
        return _in_range(value, value)
    if is_blank(value):
        raise ValueError("没有填日期")
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise ValueError(f"“{shown(value)}”不是日期")
    if isinstance(value, str):
        return _day_of_text(value)
    if isinstance(value, float) and not value.is_integer():
        raise ValueError(f"“{value}”不是日期")
    if _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return _of_serial(int(value))
    if 10_000_000 <= value <= 99_999_999:
        return _day_of_text(str(int(value)))
    raise ValueError(f"“{shown(value)}”不是日期")


def parse_month(value: object) -> str:
    """Return the month that a cell names, as ``YYYY-MM``.

    Args:
        value: As parse_day (a full day gives its month), and 2025.4, 2025-04, 2025/4, 202504, 2025年4月.
            The float 2025.1 may have been typed as 2025.10 and is refused; 2025.4 can only be April.

    Raises:
        ValueError: empty, no month, ambiguous, or outside 1900..2100; the message is Chinese.
    """
    if is_blank(value):
        raise ValueError("没有填年月")
    text = _month_text(value)
    if text is not None:
        for pattern in _MONTH:
            match = pattern.fullmatch(text)
            if match:
                return _month(int(match["y"]), int(match["m"]), value)
    try:
        return parse_day(value).strftime("%Y-%m")
    except ValueError:
        raise ValueError(f"“{shown(value)}”不是年月") from None


def iso(day: date) -> str:
    """Return 2026-03-11."""
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"


def chinese(day: date) -> str:
    """Return 2026年3月11日."""
    return f"{day.year}年{day.month}月{day.day}日"


def numerals(day: date) -> str:
    """Return 二〇二六年三月十一日, the form used beside a seal."""
    year = "".join(_NUMERALS[int(digit)] for digit in f"{day.year:04d}")
    return f"{year}年{_numeral(day.month)}月{_numeral(day.day)}日"


def age_on(born: date, on: date) -> int:
    """Return the full years of age on a day; born on 29 February, a year is full on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def weekdays(day: date) -> bool:
    """Say whether it is Monday to Friday: the calendar where no holidays are known (see policies/workdays.py)."""
    return day.weekday() < 5


_UNIT_WORDS: dict[Unit, str] = {
    "day": "天", "working_day": "个工作日", "week": "周", "month": "个月", "year": "年",
}  # fmt: skip
_PERIOD_TEXT = re.compile(r"(?P<count>[0-9]{1,4})(?P<unit>天|日|个?工作日|周|个?月|年)")
_UNIT_OF_WORD: dict[str, Unit] = {
    "天": "day", "日": "day", "工作日": "working_day", "周": "week", "月": "month", "年": "year",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in a rule: 10天, 5个工作日, 6个月.

    Attributes:
        count: How many units, 0 or more.
        unit: day, working_day, week, month or year.
    """

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.count < 0 or self.unit not in get_args(Unit):
            raise ValueError(f"no period: {self.count} {self.unit}")

    def __str__(self) -> str:
        return f"{self.count}{_UNIT_WORDS[self.unit]}"

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period written as 10天, 5个工作日, 2周, 6个月 or 1年.

        Raises:
            ValueError: it is written otherwise; the message is Chinese.
        """
        match = _PERIOD_TEXT.fullmatch("".join(fold_width(text).split()))
        if match is None:
            raise ValueError(f"“{shown(text)}”不是期限，应写成 10天、5个工作日、6个月 这样")
        return cls(int(match["count"]), _UNIT_OF_WORD[match["unit"].removeprefix("个")])

    def after(self, start: date, *, first_day_counts: bool = False, is_working_day: IsWorkingDay | None = None) -> date:
        """Return the last day of this period that begins on ``start``.

        Args:
            start: The day something was posted or happened.
            first_day_counts: Whether ``start`` is itself day one; by default the day after it is.
            is_working_day: Needed for working days only; Monday to Friday if not given.

        Raises:
            ValueError: the last day would lie outside the calendar.

        The last day of n months is the day of the same number, or the end of a shorter month. A period of
        0 ends on ``start``.
        """
        if not self.count:
            return start
        try:
            if self.unit == "working_day":
                return _after_working_days(start, self.count, first_day_counts, is_working_day or weekdays)
            return self._plain_end(start) - timedelta(days=int(first_day_counts))
        except OverflowError:
            raise ValueError(f"从{chinese(start)}起{self}超出了日历") from None

    def _plain_end(self, start: date) -> date:
        if self.unit in ("day", "week"):
            return start + timedelta(days=self.count * (7 if self.unit == "week" else 1))
        months = self.count * (12 if self.unit == "year" else 1)
        year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
        if year > date.max.year:
            raise OverflowError
        return date(year, month0 + 1, min(start.day, calendar.monthrange(year, month0 + 1)[1]))


def _after_working_days(start: date, count: int, first_counts: bool, is_working_day: IsWorkingDay) -> date:
    left = count - int(first_counts and is_working_day(start))
    day = start
    # A list of holidays that leaves no working day in a year would otherwise be searched for ever.
    for _ in range(count * 7 + 366):
        if not left:
            return day
        day += timedelta(days=1)
        left -= is_working_day(day)
    raise ValueError(f"从{chinese(start)}起数不到{count}个工作日，请核对节假日表")


def _day_of_text(value: str) -> date:
    text = fold_width(value).strip().strip("\u200b\u200e\u200f\ufeff").lstrip("'")
    if len(text) > _LONGEST_TEXT:
        raise ValueError(f"“{shown(value)}”不是日期")
    for pattern in _DAY:
        match = pattern.fullmatch(text)
        if match:
            _check_time(match["time"], value)
            return _day(int(match["y"]), int(match["m"]), int(match["d"]), value)
    numeral = _NUMERAL_DAY.fullmatch("".join(text.split()))
    if numeral:
        year = int("".join(str(_NUMERALS.find(c) if c in _NUMERALS else 0) for c in numeral["y"]))
        return _day(year, _of_numeral(numeral["m"]), _of_numeral(numeral["d"]), value)
    if _SERIAL_TEXT.fullmatch(text) and _FIRST_SERIAL <= int(text) <= _LAST_SERIAL:
        return _of_serial(int(text))
    if any(pattern.fullmatch(text) for pattern in _MONTH):
        raise ValueError(f"“{shown(value)}”只有年月，没有日")
    raise ValueError(f"“{shown(value)}”不是日期")


def _day(year: int, month: int, day: int, value: object) -> date:
    try:
        return _in_range(date(year, month, day), value)
    except ValueError:
        reason = _why_no_day(year, month, day)
        raise ValueError(f"“{shown(value)}”不是日期：{reason}") from None


def _why_no_day(year: int, month: int, day: int) -> str:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return f"年份应在 {FIRST_YEAR} 到 {LAST_YEAR} 之间"
    if not 1 <= month <= 12:
        return f"没有 {month} 月"
    return f"{year}年{month}月没有 {day} 日"


def _check_time(text: str | None, value: object) -> None:
    if text is None:
        return
    try:
        hour, minute, second = (int(float(part)) for part in (text + ":0").split(":")[:3])
        time(hour, minute, second)
    except ValueError:
        raise ValueError(f"“{shown(value)}”里的时刻不对") from None


def _in_range(day: date, value: object) -> date:
    if not is_day(day):
        raise ValueError(f"“{shown(value)}”不是日期：{_why_no_day(day.year, day.month, day.day)}")
    return day


def _of_serial(number: int) -> date:
    return _in_range(_SERIAL_ZERO + timedelta(days=number), number)


def _month_text(value: object) -> str | None:
    """Return the text in which a month may be found, None if the cell can only hold a whole day."""
    if isinstance(value, str):
        text = fold_width(value).strip().lstrip("'")
        return text if len(text) <= _LONGEST_TEXT else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        return str(value) if 190_000 <= value <= 210_099 else None
    if repr(value).endswith(".1"):
        raise ValueError(f"“{value}”可能是 1 月，也可能是 10 月，请写成 {int(value)}-01 或 {int(value)}-10")
    return repr(value)


def _month(year: int, month: int, value: object) -> str:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise ValueError(f"“{shown(value)}”不是年月：{_why_no_day(year, month, 1)}")
    return f"{year:04d}-{month:02d}"


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    high = "" if not tens else "十" if tens == 1 else _NUMERALS[tens] + "十"
    return high + (_NUMERALS[ones] if ones else "")


def _of_numeral(text: str) -> int:
    """Return 1..99 of 一, 十, 十一, 二十, 三十一; 0 where it is none of these."""
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or tens == "十":
        return 0
    high = (_NUMERALS.index(tens) if tens else 1) * 10 if ten else 0
    return high + (_NUMERALS.index(ones) if ones else 0)
