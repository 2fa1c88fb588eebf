"""Checks of stretches of work: what is missing, days that cross, pay, place and channel. Rules 44, 45 and 48."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from villagebook.base.money import format_yuan
from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.help_rows import WorkRow
from villagebook.checks.rows import PersonRow
from villagebook.models import Measure, PersonYear, WorkRecord, info

W, P = WorkRecord, PersonYear
_HINT = "请打电话或入户核实后补上"
_INSIDE = ("公益岗", "帮扶车间", "扶贫车间")
_FARE = ("交通补", "交通费")


def stretches(facts: Facts) -> Iterator[tuple[PersonRow, WorkRow]]:
    """Yield the stretches of work of the people looked at, plans left out."""
    for person in facts.people:
        for row in facts.work.get(person.key, ()):
            if row.worked is not None or row.from_on is not None:
                yield person, row


def is_outside(facts: Facts, row: WorkRow) -> bool:
    """Whether a stretch of work is outside the village's county; False where either place is not known."""
    region = facts.region
    if not region:
        return False
    if row.county:
        return row.county not in region
    # A village of which only the county is entered is in no known city or province.
    known = ((row.city, ("市", "州", "盟", "地区")), (row.province, ("省", "自治区", "市")))
    places = [place for place, kinds in known if place is not None and any(kind in region for kind in kinds)]
    return any(place not in region for place in places)


@check(
    "people.work-incomplete", "务工时间或务工所在地没有填", WARNING, needs=(P.work_months, P.work_place), scope="P",
    number="12.8-44", codes=("B13",), hint=_HINT,
)  # fmt: skip
def work_incomplete(facts: Facts) -> Iterator[Problem]:
    """Who worked away has months and place."""
    for person in facts.people:
        if person.work_months and not person.work_place and facts.received(P.work_place, person.year):
            message = f"务工 {person.work_months} 个月，没有填务工所在地"
            yield Problem(person.subject, info(P.work_place).label, message, person.year_record)
        elif not person.work_months and (person.work_place or person.work_company):
            if not facts.received(P.work_months, person.year):
                continue
            heading = info(P.work_place if person.work_place else P.work_company).label
            message = f"填了{heading}“{person.work_place or person.work_company}”，没有填务工时间"
            yield Problem(person.subject, info(P.work_months).label, message, person.year_record)


@check(
    "work.place-missing", "务工所在地没有填到县", WARNING, needs=(W.worked, W.county), scope="P", number="12.8-44",
    codes=("4_12_001", "5_01_005"), hint=_HINT,
)  # fmt: skip
def place_missing(facts: Facts) -> Iterator[Problem]:
    """The place of work is known down to the county."""
    for person, row in stretches(facts):
        # Who did not work at all has no place of work either.
        if not row.county and (row.worked == "是" or row.from_on is not None):
            yield Problem(person.subject, info(W.county).label, "务工所在地没有填到县", row.record)


@check(
    "work.pay-range", "务工月收入过低或过高", WARNING, needs=(W.month_pay_fen,), scope="P", number="12.8-44",
    codes=("5_16_001", "5_16_002", "1111_12"), hint="请核对，单位是元一个月",
)  # fmt: skip
def pay_range(facts: Facts) -> Iterator[Problem]:
    """A month's pay is neither a few hundred nor tens of thousands."""
    low, most = (facts.limit(f"income.month_pay_{what}", facts.on) for what in ("low_alert", "high_alert"))
    for person, row in stretches(facts):
        pay = row.month_pay_fen
        if pay is None or low is None or most is None or low <= pay <= most:
            continue
        message = f"{format_yuan(pay)} 元，应在 {format_yuan(low)} 到 {format_yuan(most)} 元之间"
        yield Problem(person.subject, info(W.month_pay_fen).label, message, row.record)


@check(
    "work.details-missing", "务工企业、行业、渠道、点对点没有填", WARNING, needs=(W.worked, W.company), scope="P",
    number="12.8-44", codes=("5_01_007", "5_12_006"), hint=_HINT,
)  # fmt: skip
def details_missing(facts: Facts) -> Iterator[Problem]:
    """Who is at work has company, industry, channel and whether he was sent, as far as the book ever received them."""
    wanted = [info(one) for one in (W.company, W.industry, W.channel, W.point_to_point) if facts.received(one)]
    for person, row in stretches(facts):
        for field in wanted:
            if row.worked == "是" and not getattr(row, field.name):
                yield Problem(person.subject, field.label, f"已务工，没有填{field.label}", row.record)


@check(
    "work.start-missing", "已务工没有开始时间", ERROR, needs=(W.worked,), scope="P", number="12.8-45", hint=_HINT,
)  # fmt: skip
def start_missing(facts: Facts) -> Iterator[Problem]:
    """Who is at work began on a day."""
    for person, row in stretches(facts):
        if row.worked == "是" and row.from_on is None:
            yield Problem(person.subject, info(W.from_on).label, "已务工，没有填开始时间", row.record)


@check(
    "work.overlap", "务工开始早于上一段结束", ERROR, needs=(W.from_on, W.through_on), scope="P", number="12.8-45",
    codes=("5_12_001",), hint="请核对两段务工的起止时间",
)  # fmt: skip
def overlap(facts: Facts) -> Iterator[Problem]:
    """A stretch of work begins after the one before it ended, and does not end before it began."""
    label = info(W.from_on).label
    for person in facts.people:
        before: WorkRow | None = None
        for row in facts.work.get(person.key, ()):
            if row.from_on is None:
                continue
            if row.through_on is not None and row.through_on < row.from_on:
                message = f"{row.from_on}开始，{row.through_on}就结束了"
                yield Problem(person.subject, info(W.through_on).label, message, row.record)
            if before is not None and before.through_on is not None and row.from_on < before.through_on:
                message = f"{row.from_on}开始，上一段到{before.through_on}才结束"
                yield Problem(person.subject, label, message, row.record)
            before = row


@check(
    "work.returned-without-end", "没有在务工而没有结束时间", ERROR, needs=(W.worked, W.from_on), scope="P",
    number="12.8-45", codes=("1111_16", "1111_17"), hint="请填返乡时间；还在务工的，把“是否已务工”改为是",
)  # fmt: skip
def returned_without_end(facts: Facts) -> Iterator[Problem]:
    """Who is no longer at work came back on a day, and that day is past."""
    for person, row in stretches(facts):
        if row.worked != "否" or row.from_on is None:
            continue
        if row.through_on is None or row.through_on > facts.on:
            said = f"结束时间{row.through_on}还没到" if row.through_on else "没有填结束时间"
            message = f"“是否已务工”是否，{said}"
            yield Problem(person.subject, info(W.through_on).label, message, row.record)


@check(
    "work.never-back", "多年没有返乡", WARNING, needs=(W.worked, W.from_on), scope="P", number="12.8-45",
    codes=("1111_08",), hint="请核实是否一直在外、有没有换过工作",
)  # fmt: skip
def never_back(facts: Facts) -> Iterator[Problem]:
    """A stretch of work that began years ago has an end, or somebody looked."""
    since = facts.limit("work.never_back_since", facts.on)
    for person, row in stretches(facts):
        gone = row.worked == "是" and row.from_on is not None and row.through_on is None
        if gone and row.from_on is not None and since is not None and row.from_on.year <= since:
            message = f"{row.from_on}外出，到现在没有结束时间"
            yield Problem(person.subject, info(W.from_on).label, message, row.record)


@check(
    "work.channel-outside", "县外务工而渠道是公益岗位、帮扶车间", WARNING, needs=(W.channel, W.county), scope="P",
    number="12.8-48", codes=("5_01_003", "5_12_002"), hint="请核对务工所在地和就业渠道",
)  # fmt: skip
def channel_outside(facts: Facts) -> Iterator[Problem]:
    """Public posts and workshops for the poor are in the county."""
    for person, row in stretches(facts):
        if is_outside(facts, row) and any(word in (row.channel or "") for word in _INSIDE):
            message = f"在{row.county or row.city or row.province}务工，渠道是{row.channel}"
            yield Problem(person.subject, info(W.channel).label, message, row.record)


@check(
    "work.fare-inside", "县内务工而有交通补助", WARNING, needs=(W.county, W.transport_fen), scope="P", number="12.8-48",
    codes=("5_17_012",), hint="请核对务工所在地和交通补助",
)  # fmt: skip
def fare_inside(facts: Facts) -> Iterator[Problem]:
    """The fare is paid to who works outside the county."""
    for person in facts.people if facts.region else ():
        rows = [row for row in facts.work.get(person.key, ()) if row.county]
        if not rows or any(is_outside(facts, row) for row in rows):
            continue
        paid = next((row for row in rows if row.transport_fen), None)
        if paid is not None and paid.transport_fen is not None:
            message = f"在{paid.county}务工，交通补助 {format_yuan(paid.transport_fen)} 元"
            yield Problem(person.subject, info(W.transport_fen).label, message, paid.record)
            continue
        for measure in facts.measures_of_person.get(person.key, ()):
            if measure.year == rows[-1].year and any(word in measure.words for word in _FARE):
                message = f"在{rows[-1].county}务工，措施里有“{measure.item}”"
                yield Problem(person.subject, info(Measure.item).label, message, measure.record)


@check(
    "work.export-nobody", "有劳务输出措施而没有人在县外务工", WARNING, needs=(Measure.item, W.county), scope="P",
    number="12.8-48", codes=("5_17_011", "5_17_013"), hint="请核对务工所在地和措施",
)  # fmt: skip
def export_nobody(facts: Facts) -> Iterator[Problem]:
    """Where 劳务输出 is a measure somebody of the household works outside the county that year."""
    for home in facts.homes if facts.region else ():
        for measure in facts.measures_of_home.get(home.key, ()):
            if "劳务输出" not in measure.words:
                continue
            people = [member.person for member in facts.members(home.key)]
            if not any(_away(facts, person, measure.year) for person in people):
                message = f"{measure.year or ''}有劳务输出措施，没有家庭成员在县外务工"
                yield Problem(home.subject, info(Measure.item).label, message, measure.record)


def _away(facts: Facts, person: PersonRow, year: Any) -> bool:
    """Whether a person works outside the county; records of the measure's year or after count, all if it has none."""
    rows = facts.work.get(person.key, ())
    if any(is_outside(facts, row) and (year is None or (row.year or year) >= year) for row in rows):
        return True
    place = person.work_place or ""
    return not rows and bool(place) and not any(part in place for part in _counties(facts))


def _counties(facts: Facts) -> list[str]:
    """The name of the village's county, by which a place written in one cell is told."""
    region = facts.region
    cut = max(region.rfind("市", 0, -1), region.rfind("省", 0, -1)) + 1
    return [region[cut:]] if region[cut:] else []


WORK = (
    work_incomplete, place_missing, pay_range, details_missing, start_missing, overlap, returned_without_end,
    never_back, channel_outside, fare_inside, export_nobody,
)  # fmt: skip
