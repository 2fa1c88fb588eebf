"""Checks of what a household lives in and how it can be reached: water, house, phones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from villagebook.base.findings import Severity
from villagebook.base.text import fold_code
from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.rows import HomeRow
from villagebook.models import Household, Person, info
from villagebook.models.codes import MONITORED_STATUSES, POOR_STATUSES

WATER, HOUSE = info(Household.safe_water).label, info(Household.dangerous_house).label

_MOBILE = re.compile(r"(?:\+?86)?1[3-9][0-9]{9}")
_FIXED = re.compile(r"(?:0[0-9]{2,3}-?)?[2-9][0-9]{6,7}(?:-[0-9]{1,6})?")
_SERVICE = re.compile(r"1[0-9]{2,5}|400-?[0-9]{3}-?[0-9]{4}")


def _weight(home: HomeRow) -> Severity:
    """An error for a lifted household that is not monitored; others are to be looked at."""
    lifted = any(status in POOR_STATUSES for status in home.statuses)
    monitored = any(status in MONITORED_STATUSES for status in home.statuses)
    return ERROR if lifted and not monitored else WARNING


def _known_risk(facts: Facts, home: HomeRow, word: str) -> bool:
    """Whether the household is monitored for just this: a risk that contains the word is not yet removed."""
    open_periods = (period for period in home.periods if period.monitored and period.in_force(facts.on))
    return any(word in risk for period in open_periods for risk in period.risks)


@check(
    "households.no-safe-water", "没有解决安全饮用水", ERROR, hint="请核实；属实的，应按监测对象纳入帮扶",
    needs=(Household.safe_water,),
    number="12.6-35", codes=("1_02_002", "B07h"),
)  # fmt: skip
def no_safe_water(facts: Facts) -> Iterator[Problem]:
    """No household is without safe drinking water, unless it is monitored for that; a lifted one cannot be."""
    for home in facts.homes:
        if home.values["safe_water"] == "否" and not _known_risk(facts, home, "饮水"):
            yield Problem(home.subject, WATER, "没有解决安全饮用水", home.record, severity=_weight(home))


@check(
    "households.dangerous-house", "住危房", ERROR, hint="请核实；属实的，应按监测对象纳入帮扶",
    needs=(Household.dangerous_house,),
    number="12.6-35", codes=("1_02_001", "B05h"),
)  # fmt: skip
def dangerous_house(facts: Facts) -> Iterator[Problem]:
    """No household lives in a dangerous house (是否危房户 is 是, or grade C or D), unless it is monitored for that."""
    for home in facts.homes:
        grade = (home.values["danger_grade"] or "").removesuffix("级")
        bad = home.values["dangerous_house"] == "是" or grade in {"C", "D"}
        if bad and not _known_risk(facts, home, "住房"):
            message = f"住房为 {grade} 级危房" if grade in {"C", "D"} else "是危房户"
            yield Problem(home.subject, HOUSE, message, home.record, severity=_weight(home))


def is_phone(text: str) -> bool:
    """Whether a text is made of mobile, fixed-line or service numbers, several joined by a mark or blank."""
    if _MOBILE.fullmatch(text):
        return True
    parts = [fold_code(part) for part in re.split(r"[、,，;；/\s]+", text.strip()) if part]
    return _is_number(fold_code(text)) or (bool(parts) and all(_is_number(part) for part in parts))


def _is_number(part: str) -> bool:
    return any(pattern.fullmatch(part) for pattern in (_MOBILE, _FIXED, _SERVICE))


def _expected(text: str) -> str:
    digits = sum(character.isdigit() for character in text)
    return f"应为 11 位手机号或带区号的固定电话，现在有 {digits} 位数字"


@check(
    "households.phone", "户联系电话", WARNING, hint="请向这一户核实后改正",
    needs=(Household.phone,), number="12.8-49", codes=("4_02_001", "B15"),
)  # fmt: skip
def household_phone(facts: Facts) -> Iterator[Problem]:
    """A household's phone has the shape of one."""
    for home in facts.homes:
        phone = home.values["phone"]
        if phone and not is_phone(phone):
            yield Problem(home.subject, info(Household.phone).label, _expected(phone), home.record)


@check(
    "people.phone", "成员联系电话", WARNING, hint="请向本人核实后改正",
    needs=(Person.phone,), number="12.8-49", codes=("2_01_013", "2_12_007"),
)  # fmt: skip
def person_phone(facts: Facts) -> Iterator[Problem]:
    """A person's phone has the shape of one."""
    for person in facts.people:
        if person.phone and not is_phone(person.phone):
            yield Problem(person.subject, info(Person.phone).label, _expected(person.phone), person.record)
