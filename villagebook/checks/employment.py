"""Checks of who works and holds a public post: by age, labour, school and aid; skills without work. 46, 47, 50."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

from villagebook.checks.check import ERROR, WARNING, Check, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.help_rows import WorkRow
from villagebook.checks.rows import PersonRow
from villagebook.models import Measure, PersonYear, WorkRecord, info

P = PersonYear
POST, POST_MONTHS = info(P.post_kind).label, info(P.post_months).label
_WORK = "12.8-46"
_POST_MEASURES = ("公益岗位帮扶", "公益岗位")
_SKILLED = ("大专", "本科")
_NONE = ("无", "否", "未", "没有")


def _goes_on(row: WorkRow, person: PersonRow) -> bool:
    """Whether a stretch of work reaches into the year that is looked at: what ended before it is past."""
    first = dt.date(max(1, min(person.year or person.on.year, 9999)), 1, 1)
    return row.worked == "是" and (row.through_on is None or row.through_on >= first)


def at_work(facts: Facts, person: PersonRow) -> tuple[str, tuple[str, object]] | None:
    """Where it is said that a person works: heading and record; None if nowhere."""
    rows = facts.work.get(person.key, ())
    newest = max((row.year for row in rows if row.year is not None), default=None)
    for row in rows:
        # A newer list says what became of the work an older one knew.
        if row.year in (None, newest) and _goes_on(row, person):
            return info(WorkRecord.worked).label, row.record
    if person.work_months:
        return info(P.work_months).label, person.year_record
    return None


def has_post(person: PersonRow) -> bool:
    """Whether the newest year names a public post."""
    return bool(person.post_kind) and person.post_kind not in _NONE


def _child(facts: Facts, person: PersonRow) -> bool:
    age, least = person.age, facts.limit("people.labour_age_from", facts.as_of(person.year))
    return age is not None and least is not None and age < least


def _not_working(
    id: str, title: str, codes: tuple[str, ...], who: Callable[[Facts, PersonRow], str | None], doc: str,
    needs: tuple[Any, ...],
) -> Check:
    """Return the check that people of some kind, told by a reason, do not work."""

    def rule(facts: Facts) -> Iterator[Problem]:
        for person in facts.people:
            why = who(facts, person)
            where = at_work(facts, person) if why else None
            if why and where is not None:
                heading, record = where
                yield Problem(person.subject, heading, f"{person.who}{why}，填了务工", record)  # type: ignore[arg-type]

    rule.__doc__ = doc
    declare = check(id, title, ERROR, needs=needs, scope="P", number=_WORK, codes=codes, hint="请核对务工情况")
    return declare(rule)


def _why_child(facts: Facts, person: PersonRow) -> str | None:
    return f"{person.age} 岁" if _child(facts, person) else None


def _why_unable(facts: Facts, person: PersonRow) -> str | None:
    free = person.unable and not person.at_school and not _child(facts, person)
    return f"劳动技能是{person.labour}" if free else None


def _why_student(facts: Facts, person: PersonRow) -> str | None:
    return f"是在校生（{person.school}）" if person.at_school and not _child(facts, person) else None


def _why_destitute(facts: Facts, person: PersonRow) -> str | None:
    return "是特困供养人员" if person.on_destitute else None


child_at_work = _not_working(
    "people.child-at-work", "未满16岁务工", ("5_16_010",), _why_child, "Nobody below working age works.",
    (P.work_months,))
unable_at_work = _not_working(
    "people.unable-at-work", "没有劳动力的人务工", ("2_01_015", "2_12_004"), _why_unable,
    "Who has lost or has no ability to work does not work.", (P.work_months, P.labour))
student_at_work = _not_working(
    "people.student-at-work", "在校生务工", ("4_01_006", "4_12_002"), _why_student, "Who is at school does not work.",
    (P.work_months, P.school))
destitute_at_work = _not_working(
    "people.destitute-at-work", "特困供养人员务工", ("5_01_004", "5_12_003"), _why_destitute,
    "Who is supported as 特困 does not work.", (P.work_months, P.destitute))


@check(
    "people.child-in-post", "未满16岁有公益性岗位", ERROR, needs=(P.post_kind,), scope="P", number=_WORK,
    codes=("3_01_008", "5_12_004"), hint="请核对公益性岗位是谁的",
)  # fmt: skip
def child_in_post(facts: Facts) -> Iterator[Problem]:
    """Nobody below working age holds a public post."""
    for person in facts.people:
        if has_post(person) and _child(facts, person):
            message = f"{person.age} 岁，公益性岗位是{person.post_kind}"
            yield Problem(person.subject, POST, message, person.year_record)


@check(
    "people.elder-in-post", "70岁及以上有公益性岗位", ERROR, needs=(P.post_kind,), scope="P", number=_WORK,
    codes=("5_01_006", "5_12_005"), hint="请核对是否已经解聘",
)  # fmt: skip
def elder_in_post(facts: Facts) -> Iterator[Problem]:
    """Public posts go to people up to an age."""
    for person in facts.people:
        most, age = facts.limit("people.public_post_age_through", facts.as_of(person.year)), person.age
        if has_post(person) and age is not None and most is not None and age > most:
            message = f"{age} 岁，超过 {most} 岁，公益性岗位是{person.post_kind}"
            yield Problem(person.subject, POST, message, person.year_record)


@check(
    "people.unable-in-post", "没有劳动力的人有公益岗位、就业帮扶", ERROR, needs=(P.labour,), scope="P", number=_WORK,
    codes=("5_15_006", "5_15_007"), hint="请核对劳动技能和岗位、措施",
)  # fmt: skip
def unable_in_post(facts: Facts) -> Iterator[Problem]:
    """Who cannot work holds no public post and got no help to work in that year."""
    for person in facts.people:
        if not person.unable or person.at_school:
            continue
        if has_post(person) and not _child(facts, person):
            message = f"劳动技能是{person.labour}，公益性岗位是{person.post_kind}"
            yield Problem(person.subject, POST, message, person.year_record)
        for measure in facts.measures_of_person.get(person.key, ()):
            helped = measure.kind in (*_POST_MEASURES, "就业帮扶", "就业扶贫")
            if helped and (measure.year is None or measure.year == person.year):
                message = f"劳动技能是{person.labour}，有措施“{measure.item or measure.kind}”"
                yield Problem(person.subject, info(Measure.kind).label, message, measure.record)


@check(
    "people.post-without-months", "有公益性岗位没有月数", ERROR, needs=(P.post_kind, P.post_months), scope="P",
    number="12.8-47", codes=("3_01_005", "5_15_003"), hint="请核对岗位和月数",
)  # fmt: skip
def post_without_months(facts: Facts) -> Iterator[Problem]:
    """A public post has its months."""
    for person in facts.people:
        if has_post(person) and not person.post_months and facts.received(P.post_months, person.year):
            message = f"公益性岗位是{person.post_kind}，没有填月数"
            yield Problem(person.subject, POST_MONTHS, message, person.year_record)


@check(
    "people.months-without-post", "有公益性岗位月数没有岗位", ERROR, needs=(P.post_months,), scope="P",
    number="12.8-47", codes=("3_01_006",), hint="请核对岗位和月数",
)  # fmt: skip
def months_without_post(facts: Facts) -> Iterator[Problem]:
    """Months of a public post name the post."""
    for person in facts.people:
        if person.post_months and not has_post(person) and facts.received(P.post_kind, person.year):
            message = f"填了 {person.post_months} 个月，没有填是哪种公益性岗位"
            yield Problem(person.subject, POST, message, person.year_record)


@check(
    "people.too-many-posts", "一人多种公益性岗位", ERROR, needs=(P.post_kind,), scope="P", number="12.8-47",
    codes=("3_01_010", "3_01_011"), hint="请核对每个岗位是谁的",
)  # fmt: skip
def too_many_posts(facts: Facts) -> Iterator[Problem]:
    """One person holds few kinds of public posts at once, those of the year's list and of its measures together."""
    for person in facts.people:
        kinds = {kind for kind in re.split(r"[,，、;；\s]+", person.post_kind or "") if kind and kind not in _NONE}
        kinds |= {
            measure.item
            for measure in facts.measures_of_person.get(person.key, ())
            if measure.kind in _POST_MEASURES and measure.item and measure.year == person.year
        }
        most = facts.limit("people.public_posts_most", facts.as_of(person.year))
        if most is not None and len(kinds) > most:
            message = f"有 {len(kinds)} 种公益性岗位：{'、'.join(sorted(kinds))}"
            yield Problem(person.subject, POST, message, person.year_record)


@check(
    "people.skilled-without-work", "有学历、技能而没有务工", WARNING, needs=(P.work_months, P.labour), scope="P",
    number="12.8-50", codes=("5_20_028", "5_20_029", "5_20_030", "5_20_031"),
    hint="请核实是否务工；没有的，可介绍就业",
)  # fmt: skip
def skilled_without_work(facts: Facts) -> Iterator[Problem]:
    """A healthy adult with a college's certificate or a skill works, holds a post, or it is said why not."""
    for person in facts.people:
        day, age = facts.as_of(person.year), person.age
        low, high = facts.limit("people.skilled_age_from", day), facts.limit("people.skilled_age_through", day)
        if age is None or low is None or high is None or not low <= age <= high or person.year_key is None:
            continue
        skilled = person.labour == "技能劳动力" or any(word in (person.education or "") for word in _SKILLED)
        free = skilled and not person.at_school and not person.unable and not person.graduate_unemployed
        told = facts.received(P.work_months, person.year) or facts.received(WorkRecord.worked, person.year)
        if not free or not told:
            continue
        if at_work(facts, person) is None and not has_post(person):
            what = person.labour if person.labour == "技能劳动力" else f"文化程度{person.education}"
            message = f"{what}，{person.year}年没有务工"
            yield Problem(person.subject, info(P.work_months).label, message, person.year_record)


EMPLOYMENT = (
    child_at_work, unable_at_work, student_at_work, destitute_at_work, child_in_post, elder_in_post, unable_in_post,
    post_without_months, months_without_post, too_many_posts, skilled_without_work,
)  # fmt: skip
