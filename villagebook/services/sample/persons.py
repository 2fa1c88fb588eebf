"""Fields of persons and of their years, derived from what ``Member`` tells.

Each function returns values by field name, without keys of the book: the builder of the sample adds those, the
generator of test lists does without. To fill one more field: one entry in the dictionary returned.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from villagebook.base.resident_ids import DISABILITY_CLASSES, DISABILITY_GRADES
from villagebook.models.codes import MONITORED_STATUSES, POOR_STATUSES
from villagebook.services.sample.facts import YEARS, age_in, education_after, labour, school
from villagebook.services.sample.shape import House, Member, Status

Values = dict[str, Any]

POST_YUAN, POST_MONTHS = 800, 10
"""A public post of this village: pay a month, and months a year (March to December)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where people work; firms are named as vaguely as the lists of the county name them."""

    place: str
    company: str
    industry: str
    channel: str = "外出务工"


PLACES: dict[str, Place] = {
    "镇上": Place("福建省示范市示范县云岭镇", "某茶叶加工厂", "制造业", "自主就业"),
    "车间": Place("福建省示范市示范县云岭镇", "某竹编帮扶车间", "制造业", "帮扶车间"),
    "县城": Place("福建省示范市示范县城关镇", "某建筑公司", "建筑业", "自主就业"),
    "厦门": Place("福建省厦门市同安区", "某电子厂", "制造业"),
    "泉州": Place("福建省泉州市晋江市", "某鞋服厂", "制造业"),
    "福州": Place("福建省福州市马尾区", "某信息公司", "信息服务业"),
    "广东": Place("广东省深圳市龙岗区", "某物流公司", "运输业"),
    "浙江": Place("浙江省温州市瓯海区", "某眼镜厂", "制造业"),
}


def identified_on(house: House, member: Member) -> dt.date | None:
    """Return since when the lists know a person as registered; None for ordinary households."""
    status = _registered(house)
    if status is None or status.first_identified_on is None:
        return None
    entered = member.joined[0] if member.joined else member.born
    return max(status.first_identified_on, entered)


def person_values(house: House, member: Member, *, code: str, id_number: str, phone: str | None) -> Values:
    """Return the fields of a person except spellings and keys; ``id_number`` has 18 characters."""
    disabled = member.disability is not None
    older = member.education == "文盲或半文盲" and age_in(member.born, YEARS[-1]) >= 75
    return {
        "code": code, "name": member.name, "sex": member.sex, "born": member.born,
        "id_kind": "残疾人证" if disabled else "居民身份证(户口簿)",
        "id_number": id_number + _certificate(member), "ethnicity": member.people, "politics": member.party,
        "phone": phone, "identified_on": identified_on(house, member), "speaks_mandarin": "否" if older else "是",
        "unattended_child": "否", "relocated": "否",
        "disability": DISABILITY_CLASSES[member.disability[0]] if member.disability else None,
        "disability_grade": DISABILITY_GRADES[member.disability[1]] if member.disability else None,
        "disability_card_year": "2018" if disabled else None,
    }


def year_values(house: House, member: Member, year: int) -> Values:
    """Return school, health, labour, work and insurance of a person in one of YEARS."""
    age = age_in(member.born, year)
    at_school = school(member.born, year, member.track)
    return {
        "year": year,
        "education": None if at_school else member.education or education_after(member.track),
        "school": at_school, "not_at_school": None, "health": member.health,
        "labour": labour(age, at_school is not None, member.labour),
        **_work(member, year), **_support(house, member, year), **_insurance(member, age, at_school is not None),
    }


def months_worked(member: Member, year: int) -> int:
    """Return for how many months of a collection year a person worked for pay."""
    if member.job is None or school(member.born, year, member.track):
        return 0
    return member.job.months[YEARS.index(year)]


def _work(member: Member, year: int) -> Values:
    months = months_worked(member, year)
    at = PLACES[member.job.place] if member.job and months else None
    return {
        "work_months": months, "work_place": at.place if at else None, "work_company": at.company if at else None,
        "work_industry": at.industry if at else None, "work_channel": at.channel if at else None,
        "works_abroad": "否", "post_kind": member.post or None, "post_months": POST_MONTHS if member.post else None,
    }


def _support(house: House, member: Member, year: int) -> Values:
    end = dt.date(year, 11, 5)
    subsistence = member.subsistence_yuan > 0 and (
        member.subsistence_from is None or member.subsistence_from <= end)
    destitute = member.destitute_yuan > 0
    helped = house.has_status(*POOR_STATUSES, *MONITORED_STATUSES, on=end)
    ill = "患有大病" in member.health and helped
    return {
        "subsistence": _yes(subsistence), "subsistence_policy": "农村低保" if subsistence else "未享受",
        "destitute": _yes(destitute), "destitute_policy": "农村特困" if destitute else "未享受",
        "accident_subsidy": _yes(helped), "illness_aid": _yes(ill),
        "medical_aid": _yes(ill or subsistence or destitute), "other_health_aid": "否",
    }


def _insurance(member: Member, age: int, at_school: bool) -> Values:
    return {
        "resident_medical": _yes(not member.employee), "employee_medical": _yes(member.employee),
        "serious_illness": "是", "commercial_medical": "否",
        "resident_pension": _yes(age >= 16 and not at_school and not member.employee),
        "employee_pension": _yes(member.employee),
    }


def _certificate(member: Member) -> str:
    if member.disability is None:
        return ""
    return "".join(map(str, member.disability)) + ("B1" if member.reissued else "")


def _registered(house: House) -> Status | None:
    return next((s for s in house.statuses if s.kind in (*POOR_STATUSES, *MONITORED_STATUSES)), None)


def _yes(true: bool) -> str:
    return "是" if true else "否"
