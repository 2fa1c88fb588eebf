"""The values of a handbook's pages from a household's rows: how each field of the book stands on paper.

To add a field to a page: its binding in the form, and one entry here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from villagebook.documents.values import NONE
from villagebook.models.codes import CODES, MONITORED_STATUSES, POOR_STATUSES
from villagebook.services.handbook_income import Year, income_values

Values = dict[str, object]

_YES, _NO = frozenset({"是", "有", "通", "已通"}), frozenset({"否", "无", "不通", "未通"})
_RISKS = ("risk1", "risk2", "risk3", "risk4", "risk5")


class Member(NamedTuple):
    """One member: the row of Person, the relation to the head, the newest row of PersonYear or None."""

    person: Any
    relation: str | None
    year: Any


class Family(NamedTuple):
    """A household as far as its handbook needs it.

    Attributes:
        home: The row of Household.
        group: Name of its group.
        periods: All its rows of StatusPeriod, in the order of making.
        members: On the day of printing, the head first.
        this_year, last_year: Its newest year and the year before; None if the book has none.
    """

    home: Any
    group: str | None
    periods: tuple[Any, ...]
    members: tuple[Member, ...]
    this_year: Year | None
    last_year: Year | None


def pages(family: Family, village: Mapping[str, Any], today: dt.date) -> Mapping[str, Values]:
    """Return page id -> values, for all pages of the handbook."""
    return {
        "cover": _cover(family, village, today),
        "household": _household(family, village, today),
        "members": _members(family.members, village),
        "income": income_values(family.this_year, family.last_year, village["county"] or ""),
    }


# -- cover


def _cover(family: Family, village: Mapping[str, Any], today: dt.date) -> Values:
    home = family.home
    running = [p.kind for p in _in_force(family.periods, today)]
    first = [k for k in running if k in MONITORED_STATUSES] or [k for k in running if k in POOR_STATUSES] or running
    return {
        "code": home.code or "", "county": village["county"], "township": village["township"],
        "village": village["name"], "group": family.group, "head": home.head_name,
        "status": _status_words(first[:1]) or None,
        "issuer": f"{village['committee']}　填制" if village["committee"] else None,
    }  # fmt: skip


# -- household


def _household(family: Family, village: Mapping[str, Any], today: dt.date) -> Values:
    home = family.home
    head = family.members[0].person if family.members and family.members[0].relation == "户主" else None
    return {
        "head": home.head_name or (head and head.name), "sex": head and head.sex, "photo": None,
        "ethnicity": head and head.ethnicity, "member_count": _member_count(family),
        "status": _status_words([p.kind for p in _in_force(family.periods, today)]) or None,
        "phone": home.phone or (head and head.phone), "address": _address(home.address, family.group, village),
        **_identification(family.periods, today), "standard": home.standard, "risks": _risks(family, today),
        "house_structure": home.house_structure, "house_grade": _house_grade(home), "house_area": home.house_area,
        "road_kind": home.road_kind, "road_distance": home.road_distance, "fuel": _several(home.fuel),
        "water": home.water_kind or {"是": "安全饮用水", "否": "未解决\n安全饮用水"}.get(home.safe_water or ""),
        "industry": "；".join(filter(None, (home.industry_help, home.industry))) or None,
        "collected_by": home.collected_by,
        **{name: _area(getattr(home, name)) for name in _AREAS},
        **{name: _choice(getattr(home, name)) for name in _CHOICES},
    }  # fmt: skip


_AREAS = ("farmland", "pasture", "forest", "orchard", "returned_forest", "water_area")
_CHOICES = ("home_power", "broadcast", "toilet", "cooperative", "leading_person", "relocated")


def _member_count(family: Family) -> int | None:
    """Return how many members the book knows; where it knows none, what the household's list says."""
    if family.members or family.this_year is None:
        return len(family.members) or None
    population: int | None = family.this_year.row.population
    return population


def _in_force(periods: Sequence[Any], today: dt.date) -> list[Any]:
    """Return the periods that hold on a day, in the order of the code list."""
    order = [*CODES["status"].values, *CODES["status"].retired]
    running = [
        p for p in periods
        if (p.from_on is None or p.from_on <= today) and (p.through_on is None or p.through_on >= today)
        and not (p.removed == "是" and (p.removed_on is None or p.removed_on <= today))]
    return sorted(running, key=lambda p: order.index(p.kind) if p.kind in order else len(order))


def _status_words(kinds: Sequence[str]) -> str:
    return "、".join(dict.fromkeys(f"监测对象（{k}）" if k in MONITORED_STATUSES else k for k in kinds))


def _latest(periods: Sequence[Any]) -> Any:
    return max(periods, key=lambda p: p.from_on or dt.date.min, default=None)


def _monitored(periods: Sequence[Any], today: dt.date) -> Any:
    """Return the monitored period in force, or else the last one that was; None if there never was one."""
    ever = [p for p in periods if p.kind in MONITORED_STATUSES and (p.from_on is None or p.from_on <= today)]
    return _latest(_in_force(ever, today)) or _latest(ever)


def _identification(periods: Sequence[Any], today: dt.date) -> Values:
    """Return when the household was identified, and when its risk was removed."""
    running = _in_force(periods, today)
    monitored = _monitored(periods, today)
    now = _latest([p for p in running if p.kind in MONITORED_STATUSES])
    found = now or _latest([p for p in running if p.kind in POOR_STATUSES]) or _latest(running) or monitored
    on = None
    if found is not None:
        on = found.from_on if found is now else found.first_identified_on or found.from_on
        on = on or found.first_identified_on
    removed: object = None
    if monitored is not None:
        removed = (monitored.removed_on or "已消除") if monitored.removed == "是" else "未消除"
    return {"identified_on": on, "removed_on": removed}


def _risks(family: Family, today: dt.date) -> str | None:
    """Return the risks of a monitored household with what is said of them, or else the causes of its poverty."""
    period = _monitored(family.periods, today)
    said = [getattr(period, name) for name in _RISKS] if period is not None else []
    words = "、".join(
        f"{risk}（{period.disaster}）" if risk == "因自然灾害" and period.disaster else risk for risk in said if risk)
    if words:
        return f"{words}。{period.note}" if period.note else words
    home = family.home
    causes = [("主要致贫原因", home.main_cause), ("次要致贫原因", home.second_cause)]
    return "；".join(f"{label}：{cause}" for label, cause in causes if cause) or None


def _address(address: str | None, group: str | None, village: Mapping[str, Any]) -> str:
    """Return an address from the county down; what the book's address leaves out is put before it."""
    county, township, name = (village[key] or "" for key in ("county", "township", "name"))
    given = address or ""
    if name in given or (township and township in given):
        return given if not county or county in given else county + given
    return county + township + name + (group if group and group not in given else "") + given


def _house_grade(home: Any) -> str | None:
    grade: str | None = home.danger_grade
    if grade:
        return f"{grade}级" if len(grade) == 1 else grade
    return {"是": "危房", "否": "非危房"}.get(home.dangerous_house or "")


def _area(value: Decimal | None) -> object:
    """Return an area; — where the book says that there is none."""
    return NONE if value == 0 else value


def _choice(text: str | None) -> bool | None:
    return True if text in _YES else False if text in _NO else None


def _several(text: str | None) -> str | None:
    return text.replace(",", "、").replace("，", "、") if text else None


# -- members


def _members(members: Sequence[Member], village: Mapping[str, Any]) -> Values:
    return {"member_count": len(members) or "　　", "members": [_member(m, village) for m in members]}


def _member(member: Member, village: Mapping[str, Any]) -> Values:
    person = member.person
    return {
        "name": person.name, "sex": person.sex, "relation": member.relation, "id_number": person.id_number,
        **_year(member.year, village),
    }  # fmt: skip


_YEAR_FIELDS = ("education", "school", "health", "labour", "work_place", "work_months", "medical", "pension")


def _year(year: Any, village: Mapping[str, Any]) -> Values:
    if year is None:
        return dict.fromkeys(_YEAR_FIELDS)
    education, school = year.education, year.school
    months = year.work_months if year.work_months is not None else year.post_months
    works = None if months is None else months > 0
    place = _work_place(year.work_place, village) or year.work_company or year.post_kind
    # In the national lists an empty 在校生状况 means not at school, an empty 文化程度 that of somebody at school.
    return {
        "education": education or (NONE if school else None), "school": school or ("非在校生" if education else None),
        "health": "\n".join(_parts(year.health)) or None, "labour": year.labour,
        "work_place": place or (NONE if works is False else None), "work_months": NONE if works is False else months,
        "medical": _insured(year.resident_medical, year.employee_medical),
        "pension": _insured(year.resident_pension, year.employee_pension),
    }  # fmt: skip


_NEAR = (("province", "省内"), ("city", "市内"), ("county", "县内"))
_PLACE = re.compile(r".+?(?:自治州|[省市县区盟旗镇乡])|.+$")
_PLACE_WIDTH = 5


def _work_place(text: str | None, village: Mapping[str, Any]) -> str | None:
    """Return a place of work for a narrow cell: 县内 over 云岭镇, 厦门市 over 同安区.

    What it shares with the village is said in a word, or left out where the rest needs both lines.
    """
    rest, near = text or "", ""
    for field, word in _NEAR:
        name = village[field]
        if name and rest.startswith(name):
            rest, near = rest[len(name):], word
    if near and len(rest) <= _PLACE_WIDTH:
        return "\n".join(filter(None, (near, rest)))
    parts = _PLACE.findall(rest)
    for i in range(1, len(parts)):
        lines = "".join(parts[:i]), "".join(parts[i:])
        if max(map(len, lines)) <= _PLACE_WIDTH:
            return "\n".join(lines)
    return rest or None


def _parts(text: str | None) -> list[str]:
    return [part for part in (_several(text) or "").split("、") if part]


def _insured(*answers: str | None) -> bool | None:
    """Return whether one of two insurances is held; None if the book says nothing of either."""
    said = [_choice(answer) for answer in answers]
    return True if True in said else False if False in said else None
