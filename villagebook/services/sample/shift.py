"""The sample told for another year: it is written for November 2025 and shown as of the last 5 November.

Days, years, ages' days of birth, ID numbers, project codes and years named in texts all move by whole years, so that
everything stays as consistent as it was. What belongs to the history of the country does not move: households left
poverty by 2020, whatever the year of the demonstration.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, TypeVar

from villagebook.base.resident_ids import check_digit
from villagebook.models import Record, fields_of
from villagebook.services.sample.facts import AREA, SAMPLE_DAY
from villagebook.services.sample.rows import Values

_Day = TypeVar("_Day", bound=dt.date)
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?=年|〕|-[0-9]{2})")
_PROJECT_CODE = re.compile(rf"(?<={AREA})20[0-9]{{2}}(?=[0-9]{{4}}\Z)")
_HISTORY_ENDS = dt.date(2022, 1, 1)
#: Fields whose days before 2022 stay, and fields whose years always do.
_HISTORIC_DAYS = ("from_on", "first_identified_on", "identified_on")
_HISTORIC_YEARS = ("lifted_year", "house_built")


def years_until(today: dt.date) -> int:
    """Return by how many years the sample moves to stand at the last 5 November before a day; never back."""
    passed = (today.month, today.day) >= (SAMPLE_DAY.month, SAMPLE_DAY.day)
    return max(0, today.year - SAMPLE_DAY.year - (0 if passed else 1))


def day(value: _Day, years: int) -> _Day:
    """Return the same day (and time) of another year; 29 February becomes 1 March."""
    leap = dt.timedelta(days=(value.month, value.day) == (2, 29))
    return (value + leap).replace(year=value.year + years)


def text(value: str, years: int) -> str:
    """Return a text with the years it names moved; a project's code too."""

    def move(match: re.Match[str]) -> str:
        return str(int(match[0]) + years)

    return _PROJECT_CODE.sub(move, _YEAR.sub(move, value))


def rows(record: type[Record], found: tuple[Values, ...], years: int) -> tuple[Values, ...]:
    """Return rows of a record moved by whole years; the same rows for 0."""
    if not years:
        return found
    kinds = {field.name: field.kind for field in fields_of(record)}
    moved = tuple(
        row if _of_history(row) else {name: _value(name, kinds[name], value, years) for name, value in row.items()}
        for row in found
    )
    for row in moved:
        if row.get("identified_on") and row["identified_on"] < row["born"]:
            row["identified_on"] = row["born"]
    return moved


def historic(value: dt.date | None) -> bool:
    """Whether a day belongs to the history of the country: cases and notices of those years stay where they are."""
    return value is not None and value < _HISTORY_ENDS


def _of_history(row: Values) -> bool:
    """Whether a row is of a case of those years, or a step of one."""
    return historic(row.get("lead_on")) or historic(row.get("done_on"))


def _value(name: str, kind: str, value: Any, years: int) -> Any:
    if value is None:
        return None
    if kind == "day":
        stays = name in _HISTORIC_DAYS and value < _HISTORY_ENDS
        return value if stays else day(value, years)
    if kind == "time":
        return day(value, years)
    if kind == "year":
        return value if name in _HISTORIC_YEARS else value + years
    if kind == "id_number":
        return _id_number(value, years)
    if kind == "month":
        return f"{int(value[:4]) + years}{value[4:]}"
    return text(value, years) if isinstance(value, str) and kind not in ("phone", "card") else value


def _id_number(value: str, years: int) -> str:
    first17 = f"{value[:6]}{int(value[6:10]) + years}{value[10:17]}"
    # A number that begins with 999999 stands for none: its last character is no check digit.
    last = value[17] if value.startswith("999999") else check_digit(first17)
    return first17 + last + value[18:]
