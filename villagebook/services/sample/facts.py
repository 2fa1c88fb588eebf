"""Plain facts from which sample and generated villages are made: numbers, schooling, labour, rounding.

Lives here: functions without data of any village. Does not live here: who lives where (people.py), prices
(incomes.py). Ages count on 5 November, the day for which the sample village is written.

Sources: order of schools and ages as usual in Fujian (school begins in the autumn of the year in which a child
born by August is six); labour by age as the checks of the national lists expect it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from villagebook.base.days import age_on
from villagebook.base.resident_ids import check_digit

AREA = "350699"
"""An area code that no county has."""

SAMPLE_DAY = dt.date(2025, 11, 5)
"""The day for which the sample is written; nothing in it is younger."""

YEARS = (2023, 2024, 2025)
"""Collection years of the sample; a collection year runs from 1 October before to 30 September."""

_JUNIOR = ("七年级", "八年级", "九年级")
_FURTHER = {
    "普高": ("普通高中一年级", "普通高中二年级", "普通高中三年级"),
    "中职": ("中职一年级", "中职二年级", "中职三年级"),
    "高职": ("高职高专一年级", "高职高专二年级", "高职高专三年级"),
    "本科": ("本科一年级", "本科二年级", "本科三年级", "本科四年级"),
}
_REACHED = {"普高": "高中", "中职": "高中", "高职": "大专", "本科": "本科及以上"}
_LAST_OF_JUNIOR = 9
_LAST_OF_PRIMARY = 6


def collection_end(year: int) -> dt.date:
    """Return the last day of a collection year: the day on which members are counted."""
    return dt.date(year, 9, 30)


def age_in(born: dt.date, year: int) -> int:
    """Return the full years of age on 5 November of the year; negative before birth."""
    return age_on(born, dt.date(year, 11, 5))


def school(born: dt.date, year: int, track: str = "") -> str | None:
    """Return the school a person goes to in the autumn of a year, in the words of the code list.

    Args:
        born: January to August for everyone of school age, so that calendar year and school year agree.
        year: The autumn meant.
        track: What follows the ninth year: 普高, 中职, 普高+本科, 普高+高职, 中职+高职; empty: nothing.

    Returns: None for someone who is not at school.
    """
    grade = year - born.year - 5
    if grade <= 0:
        return "学前教育" if grade > -3 else "学龄前儿童"
    if grade <= _LAST_OF_PRIMARY:
        return "小学"
    if grade <= _LAST_OF_JUNIOR:
        return _JUNIOR[grade - _LAST_OF_PRIMARY - 1]
    left = grade - _LAST_OF_JUNIOR
    for stage in filter(None, track.split("+")):
        if left <= len(_FURTHER[stage]):
            return _FURTHER[stage][left - 1]
        left -= len(_FURTHER[stage])
    return None


def education_after(track: str) -> str:
    """Return the education of someone who has been through a track; 初中 for none."""
    return _REACHED[track.split("+")[-1]] if track else "初中"


def labour(age: int, at_school: bool, told: str = "") -> str:
    """Return the labour class: by school and age, unless the person's own is told and may apply.

    Source: under 16 and students have none; from 60 on nobody counts as a full worker.
    """
    if at_school or age < 16:
        return "无劳动力"
    if told:
        return {"弱": "弱劳动力或半劳动力"}.get(told, f"{told}劳动力")
    if age < 60:
        return "普通劳动力"
    return "弱劳动力或半劳动力" if age < 75 else "无劳动力"


class IdNumbers:
    """Gives resident ID numbers of the unassigned area with right sex and check digit, none twice."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def next(self, born: dt.date, sex: str) -> str:
        """Return the next free number of 18 characters for a day of birth and 男 or 女.

        Raises:
            LookupError: more than 499 people of one sex were born on this day.
        """
        for serial in self._serials(sex):
            first17 = f"{AREA}{born:%Y%m%d}{serial:03d}"
            if first17 not in self._used:
                self._used.add(first17)
                return first17 + check_digit(first17)
        raise LookupError(f"no number left for {born} {sex}")

    @staticmethod
    def _serials(sex: str) -> Iterator[int]:
        return iter(range(1 if sex == "男" else 2, 1000, 2))


def per_capita_fen(net_fen: int, people: int) -> int:
    """Return the net income per head in 分, halves rounded up as on the forms; ``people`` is at least 1."""
    return (2 * net_fen + people) // (2 * people)


def product_fen(quantity: Decimal, price_yuan: int) -> int:
    """Return quantity × price in 分.

    Raises:
        ValueError: the product has parts of a 分.
    """
    fen = quantity * price_yuan * 100
    if fen != fen.to_integral_value():
        raise ValueError(f"{quantity} × {price_yuan} is no whole number of 分")
    return int(fen)
