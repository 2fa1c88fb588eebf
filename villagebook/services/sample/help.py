"""What reached the households of the sample village, who came to see them, and where their people worked.

Told of households that were registered as poor or are monitored, and of those with 低保 or 特困供养. What projects
paid comes from the projects; what a person is entitled to comes from the person; what else was done stands here.
To tell of one more measure: one ``Told`` in ``EXTRA``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from villagebook.models.codes import MONITORED_STATUSES, POOR_STATUSES
from villagebook.services.sample.facts import SAMPLE_DAY, YEARS
from villagebook.services.sample.persons import PLACES, months_worked
from villagebook.services.sample.projects import PROJECTS, ProjectTold
from villagebook.services.sample.shape import House, Job, Member

_D = dt.date
_LAST = YEARS[-1]


@dataclass(frozen=True, slots=True)
class Told:
    """One measure; ``member`` is the place of a member in the household, 1 the head, 0 the household itself."""

    house: int
    kind: str
    item: str
    on: dt.date
    yuan: int = 0
    member: int = 0
    project: str = ""
    evidence: str = ""


EXTRA: tuple[Told, ...] = (
    Told(1, "健康帮扶", "接受医疗救助", _D(2025, 5, 10), 6200, 2, evidence="医保结算单"),
    Told(1, "社会帮扶", "慈善总会大病救助", _D(2025, 5, 16), 3000, 2, evidence="银行回单"),
    Told(1, "就业帮扶", "帮扶车间", _D(2025, 5, 12), 0, 4, evidence="用工协议"),
    Told(9, "就业帮扶", "劳务输出", _D(2024, 7, 2), 0, 1, evidence="用工协议"),
    Told(35, "综合保障", "残疾人补贴", _D(2024, 4, 1), 0, 2, evidence="残疾人补贴审批表"),
    Told(35, "就业帮扶", "就近推荐就业", _D(2024, 4, 8), 0, 1, evidence="用工协议"),
    Told(40, "综合保障", "临时救助", _D(2025, 8, 5), 2000, 0, evidence="银行回单"),
    Told(40, "产业帮扶", "灾后鸭苗补助", _D(2025, 8, 20), 900, 0, evidence="领取签字表"),
    Told(40, "健康帮扶", "慢性病签约服务", _D(2025, 8, 12), 0, 3, evidence="签约服务手册"),
    Told(52, "健康帮扶", "慢性病签约服务", _D(2022, 6, 10), 0, 2, evidence="签约服务手册"),
    Told(52, "就业帮扶", "外出务工交通补助", _D(2022, 6, 15), 300, 3, evidence="银行回单"),
    Told(1, "综合保障", "支出型临时救助", _D(2025, 8, 26), 3500, 0, evidence="银行回单"),
    Told(9, "综合保障", "急难型临时救助", _D(2025, 9, 16), 1500, 0, evidence="银行回单"),
    Told(35, "住房安全保障", "危房改造（修缮加固）", _D(2025, 9, 18), 12000, 0, evidence="危房改造验收表"),
    Told(40, "住房安全保障", "危房改造（修缮加固）", _D(2025, 9, 18), 9500, 0, evidence="危房改造验收表"),
    Told(30, "住房安全保障", "危房改造", _D(2017, 10, 20), 18000, 0, evidence="危房改造验收表"),
    Told(30, "产业帮扶", "养蜂技术指导", _D(2025, 3, 18), 0, 1, evidence="指导记录"),
    Told(16, "金融帮扶", "小额信贷", _D(2023, 3, 20), 50000, 0, evidence="借款合同"),
    Told(12, "产业帮扶", "太子参种苗补助", _D(2024, 11, 8), 1200, 0, evidence="领取签字表"),
)

#: Project (year, serial) -> (class, item, whom it is for: the household, the one in a public post, the pupil).
_FROM_PROJECTS = {
    (2024, 704): ("公益岗位帮扶", "", "post"),
    (2025, 706): ("产业帮扶", "庭院养鸡补助", "house"),
    (2025, 708): ("其他教育帮扶", "雨露计划", "pupil"),
    (2025, 709): ("生产生活条件改善", "卫生厕所改造", "house"),
    (2025, 710): ("公益岗位帮扶", "", "post"),
}
_VOCATIONAL = ("中职", "高职")
_HOME_COUNTY = "示范县"


def is_helped(house: House) -> bool:
    """Whether lists tell of its measures: once registered as poor, monitored now or before."""
    kinds = (*POOR_STATUSES, *MONITORED_STATUSES)
    return any(status.kind in kinds for status in house.statuses)


def measures(house: House) -> Iterator[Told]:
    """Yield what reached a household, in the order of days."""
    found = [*_from_projects(house), *_by_right(house), *(one for one in EXTRA if one.house == house.number)]
    yield from sorted(found, key=lambda one: (one.on, one.kind, one.item, one.member))


def _from_projects(house: House) -> Iterator[Told]:
    for project in PROJECTS:
        known = _FROM_PROJECTS.get((project.year, project.serial))
        if known is None or project.roster is None:
            continue
        kind, item, whose = known
        for share in project.roster.shares:
            if share.house == house.number:
                member = _place(house, whose)
                post = house.members[member - 1].post if whose == "post" else ""
                yuan = project.roster.amount_fen(share) // 100
                yield Told(house.number, kind, item or post, _day(project), yuan, member, project.code, "领取签字表")


def _day(project: ProjectTold) -> dt.date:
    """A post begins with its project; anything else is there once it was accepted."""
    day = project.started_on if project.serial in (704, 710) else project.accepted_on
    assert day is not None, project.name
    return day


def _place(house: House, whose: str) -> int:
    if whose == "post":
        return next(place for place, member in enumerate(house.members, 1) if member.post)
    if whose == "pupil":
        return next(place for place, member in enumerate(house.members, 1) if _is_vocational(member))
    return 0


def _is_vocational(member: Member) -> bool:
    return any(word in member.track for word in _VOCATIONAL)


def _by_right(house: House) -> Iterator[Told]:
    """低保, 特困供养 and the subsidy for disabled people; for those helped the fare to work outside the county."""
    first = _D(_LAST, 1, 1)
    for place, member in enumerate(house.members, start=1):
        if not member.belongs_on(SAMPLE_DAY):
            continue
        if member.subsistence_yuan:
            on = max(first, member.subsistence_from or first)
            yield Told(house.number, "综合保障", "享受农村低保", on, 0, place, evidence="低保审批表")
        if member.destitute_yuan:
            yield Told(house.number, "综合保障", "享受特困供养", first, 0, place, evidence="特困供养审批表")
        severe = member.disability is not None and (member.disability[1] <= 2 or member.subsistence_yuan)
        if severe:
            yield Told(house.number, "综合保障", "残疾人补贴", first, _subsidy_yuan(member), place,
                       evidence="残疾人补贴审批表")
        if _insured_with_help(house) and not member.employee:
            yield Told(house.number, "健康帮扶", "参加城乡居民基本医疗保险个人缴费补贴", first, 400, place,
                       evidence="医保缴费凭证")
        if is_helped(house) and member.job and is_outside(member.job) and months_worked(member, _LAST):
            yuan = fare_yuan(member.job)
            yield Told(house.number, "就业帮扶", "外出务工交通补助", _D(_LAST, 9, 12), yuan, place, evidence="银行回单")


def _subsidy_yuan(member: Member) -> int:
    """What a year of both subsidies comes to: for care by degree, for living beside 低保."""
    care = 1320 if member.disability is not None and member.disability[1] <= 2 else 0
    return care + (1080 if member.subsistence_yuan else 0)


def _insured_with_help(house: House) -> bool:
    """Whether the insurance of the last year is paid with help: monitored before that year began, and still."""
    return any(
        status.kind in MONITORED_STATUSES and status.removed_on is None
        and status.from_on is not None and status.from_on.year < _LAST
        for status in house.statuses
    )


def is_outside(job: Job) -> bool:
    """Whether somebody works outside the county."""
    return _HOME_COUNTY not in PLACES[job.place].place


def fare_yuan(job: Job) -> int:
    """The fare paid once a year to who works outside the county, more outside the province."""
    return 300 if PLACES[job.place].place.startswith("福建省") else 500


@dataclass(frozen=True, slots=True)
class Came:
    """One visit."""

    house: int
    on: dt.date
    visitor: str
    unit: str
    kind: str
    content: str
    solved: str = ""


_VISITORS = (("林晓芸", "上云村村民委员会"), ("王建华", "上云村村民委员会"), ("周海涛", "示范县水利局"))
_ROUNDS = (
    (_D(2025, 3, 12), "了解基本情况", "了解务工去向和春耕打算，核对家庭成员"),
    (_D(2025, 6, 17), "宣传扶贫政策", "宣传医保、养老和就业补助，发放明白卡"),
    (_D(2025, 9, 23), "填写扶贫手册", "核对全年收入，户主签字确认"),
)
_OF_RISK = {
    "因病": ("了解治疗和用药，核对自付费用", "协助申请医疗救助"),
    "因残": ("看望残疾家庭成员，了解照料情况", "协助办理残疾人补贴"),
    "因务工就业不稳": ("了解厂里订单和上班天数，介绍岗位信息", ""),
    "因自然灾害": ("查看水毁田块和鸭棚修复", "协调补种种苗"),
}


def visits(house: House) -> Iterator[Came]:
    """Yield who came to a household: every month while it is monitored, otherwise once a quarter."""
    for status in house.statuses:
        if status.kind in MONITORED_STATUSES and status.removed_on is None and status.from_on:
            day = max(status.from_on + dt.timedelta(days=14), _D(_LAST, 1, 14))
            number = 0
            while day <= SAMPLE_DAY:
                content, solved = _OF_RISK[status.risks[number % len(status.risks)]]
                visitor, unit = _VISITORS[(house.number + number) % 3]
                yield Came(house.number, day, visitor, unit, "其他帮扶活动", content, solved if number == 0 else "")
                number += 1
                day = _next_month(day)
            return
    if is_helped(house):
        for number, (day, kind, content) in enumerate(_ROUNDS):
            visitor, unit = _VISITORS[(house.number + number) % 3]
            yield Came(house.number, day + dt.timedelta(days=house.number % 5), visitor, unit, kind, content)


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=min(day.day, 28))


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of work in the last year; ``through`` None while it lasts."""

    member: int
    since: dt.date
    through: dt.date | None
    pay_yuan: int
    province: str
    city: str
    county: str
    company: str
    industry: str
    channel: str
    fare_yuan: int


_STILL_AT_WORK = 8


def stretches(house: House) -> Iterator[Stretch]:
    """Yield where the members of a helped household worked in the last year; others are not asked."""
    if not is_helped(house):
        return
    for place, member in enumerate(house.members, start=1):
        months = months_worked(member, _LAST)
        if member.job is None or not months or not member.belongs_on(SAMPLE_DAY):
            continue
        at = PLACES[member.job.place]
        since = _D(_LAST, 2, 10) if is_outside(member.job) else _D(_LAST, 2, 17)
        if months < _STILL_AT_WORK:
            through = since + dt.timedelta(days=30 * months)
        else:
            through = None
        province, rest = at.place.split("省", 1)
        city, rest = rest.split("市", 1)
        county = next(rest[: rest.index(mark) + 1] for mark in ("县", "区", "市", "镇") if mark in rest)
        county = _HOME_COUNTY if rest.startswith(_HOME_COUNTY) else county
        yield Stretch(
            place, since, through, member.job.pay_yuan[-1], f"{province}省", f"{city}市", county, at.company,
            at.industry, at.channel, fare_yuan(member.job) if is_outside(member.job) else 0)
