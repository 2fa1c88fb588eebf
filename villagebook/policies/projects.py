"""By when the work on a project is to be done: days of the year, times after a step. Domain 5.2.

A day of the year is meant in the year of the project; a project that was granted after it has no such day.
"""

from __future__ import annotations

from villagebook.base.days import Period
from villagebook.policies.policy import Policy, PolicyValue, always

_COUNTY_2022 = "assumed; 一个县2022年的进度要求，请按县里当年的文件核对"
_COUNTY_2019 = "assumed; 一个县2019年的要求：12月20日前完工，12月31日前报账，逾期项目终止；请按县里文件核对"
_ASSUMED = "assumed; 请按县、乡文件核对"


def _day(what: str, title: str, day: int, source: str) -> Policy:
    return Policy(f"project.{what}", title, "月日", (PolicyValue(day, source),))


def _after(what: str, title: str, period: Period, source: str) -> Policy:
    return Policy(f"project.{what}", title, "期限", always(period, source))


PROJECTS: tuple[Policy, ...] = (
    _day("granted_by", "项目最迟何时批复下达", 731, _COUNTY_2022 + "：7月31日前批复"),
    _day("start_by", "项目最迟何时开工", 831, _COUNTY_2022 + "：8月31日前未开工的收回资金"),
    _day("claim_by", "项目最迟何时完工并申请报账", 1130, _COUNTY_2022 + "：11月底前完工并报账"),
    _day("reimbursed_by", "项目最迟何时报完账", 1231, _COUNTY_2019),
    _after("acceptance_within", "竣工后多久应验收", Period(1, "month"), _ASSUMED),
    _after("archive_within", "验收后多久应归档", Period(6, "month"), _ASSUMED),
)
