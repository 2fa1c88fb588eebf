"""Checks of 文化程度 and 在校生状况, by the ages of the school year the yearly record speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from villagebook.base.days import age_on
from villagebook.checks.check import CLEANING, ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.rows import PersonRow
from villagebook.models import Person, PersonYear, info

EDUCATION, SCHOOL = info(PersonYear.education).label, info(PersonYear.school).label

_PRESCHOOL = ("学龄前儿童", "学前教育")
_LOW = ("文盲或半文盲", "小学")
_JUNIOR = ("七年级", "八年级", "九年级")
#: First characters of 在校生状况 -> (words, policy of the least age, policy of the greatest; None: no limit).
_STAGES: tuple[tuple[tuple[str, ...], str, str | None, str | None], ...] = (
    (_PRESCHOOL, "学前儿童", None, "people.preschool_age_through"),
    (("小学",), "小学生", "people.primary_age_from", "people.primary_age_through"),
    (_JUNIOR, "初中生", "people.junior_age_from", "people.junior_age_through"),
    (("普通高中", "中职"), "高中、中职学生", "people.senior_age_from", "people.senior_age_through"),
    (("高职高专", "技师学院", "本科"), "高职、技师学院、本科学生", "people.college_age_from", None),
    (("硕士",), "硕士研究生及以上", "people.master_age_from", None),
)


def _yearly(facts: Facts, *fields: object) -> Iterator[PersonRow]:
    """Yield persons whose newest year is one for which all these fields were ever received."""
    told: dict[int | None, bool] = {}
    for person in facts.people:
        if person.year not in told:
            told[person.year] = all(facts.received(field, person.year) for field in fields)
        if person.year_key and told[person.year]:
            yield person


@check(
    "people.education-and-school", "文化程度与在校生状况都填了", ERROR, hint="在校生请清空文化程度",
    needs=(PersonYear.education, PersonYear.school),
    number="12.3-13", codes=("3_01_003", "3_12_004", "B04"),
)  # fmt: skip
def education_and_school(facts: Facts) -> Iterator[Problem]:
    """A pupil has no 文化程度 yet: of the two, one is filled."""
    for person in facts.people:
        if person.education and person.at_school:
            message = f"文化程度（{person.education}）和在校生状况（{person.school}）只能填一项"
            yield Problem(person.subject, SCHOOL, message, person.year_record)


@check(
    "people.education-empty", "文化程度、在校生状况、失学原因都没填", ERROR,
    needs=(PersonYear.education, PersonYear.school), scope="P", number="12.3-13", codes=("3_01_002", "3_12_003"),
    hint="请核实后填上其中一项",
)  # fmt: skip
def education_empty(facts: Facts) -> Iterator[Problem]:
    """One of 文化程度, 在校生状况 and 失学原因 is filled."""
    for person in _yearly(facts, PersonYear.education, PersonYear.school):
        if not person.education and not person.at_school and not person.not_at_school:
            message = "文化程度、在校生状况、失学或辍学原因都没有填"
            yield Problem(person.subject, EDUCATION, message, person.year_record)


def _only_waits(person: PersonRow) -> bool:
    """Whether an ill or disabled child is entered as not yet of school age; the healthy are told by their age."""
    return person.school == _PRESCHOOL[0] and bool(person.health) and not person.healthy


@check(
    "people.compulsory-school", "义务教育年龄不在校", ERROR, hint="请核实是否在校",
    source=f"{CLEANING} 1_02_005、5_15_016、5_15_017；普查口径6至15周岁",
    needs=(PersonYear.school, Person.born), scope="P",
    number="12.3-14", codes=("1_02_005", "5_15_016", "5_15_017"),
)  # fmt: skip
def compulsory_school(facts: Facts) -> Iterator[Problem]:
    """A child of compulsory school age is at school, or the reason why not is given."""
    for person in _yearly(facts, PersonYear.school):
        if person.birth is None or person.not_at_school or (person.at_school and not _only_waits(person)):
            continue
        day = facts.school_day(person.year)
        low, high = facts.limit("people.school_age_from", day), facts.limit("people.school_age_through", day)
        age = age_on(person.birth, day)
        if _only_waits(person) and age <= (facts.limit("people.preschool_age_through", day) or 0):
            continue
        if low is not None and high is not None and low <= age <= high:
            state = f"在校生状况是{person.school}" if person.school else "没有填在校生状况"
            message = f"{day.year}年8月31日满 {age} 岁，{state}，也没有填失学或辍学原因"
            yield Problem(person.subject, SCHOOL, message, person.year_record)


@check(
    "people.school-age", "在校生状况与年龄", WARNING, hint="请核对在校生状况和出生日期",
    source=f"{CLEANING} 5_17_001至5_17_006",
    needs=(PersonYear.school, Person.born), number="12.3-15", codes=(
        "5_17_001", "5_17_002", "5_17_003", "5_17_004", "5_17_005", "5_17_006", "5_12_013", "5_12_014", "5_12_015",
        "5_12_016"),
)  # fmt: skip
def school_age(facts: Facts) -> Iterator[Problem]:
    """A pupil's stage fits the age; either end of the school year's ages is allowed; the ill may begin late."""
    for person in facts.people:
        stage = next((stage for stage in _STAGES if (person.school or "").startswith(stage[0])), None)
        if stage is None or person.birth is None:
            continue
        if stage[0] is _PRESCHOOL and person.health and not person.healthy:
            continue
        _, word, low_policy, high_policy = stage
        first = facts.school_day(person.year)
        youngest = age_on(person.birth, first)
        oldest = max(youngest, age_on(person.birth, facts.as_of(person.year)))
        low = facts.limit(low_policy, first) if low_policy else None
        high = facts.limit(high_policy, first) if high_policy else None
        if (low is not None and oldest < low) or (high is not None and youngest > high):
            message = f"{youngest} 岁，在校生状况是{person.school}；{word}一般为 {_limits(low, high)}"
            yield Problem(person.subject, SCHOOL, message, person.year_record)


@check(
    "people.young-low-education", "青年文化程度为小学以下", WARNING,
    needs=(PersonYear.education, Person.born), scope="P",
    number="12.3-16", codes=("5_17_007", "5_12_019"), hint="请核对文化程度；在读的请填在校生状况",
)  # fmt: skip
def young_low_education(facts: Facts) -> Iterator[Problem]:
    """Someone of 16 to 22 who is not at school finished more than primary school."""
    for person in facts.people:
        if person.education not in _LOW or person.at_school or person.birth is None:
            continue
        day = facts.as_of(person.year)
        low = facts.limit("people.low_education_age_from", day)
        high = facts.limit("people.low_education_age_through", day)
        age = age_on(person.birth, day)
        if low is not None and high is not None and low <= age <= high:
            yield Problem(person.subject, EDUCATION, f"{age} 岁，文化程度是{person.education}", person.year_record)


@check(
    "people.left-school-healthy", "因病、因残失学而健康", ERROR, needs=(PersonYear.not_at_school, PersonYear.health),
    number="12.3-17", codes=("2_01_012",), hint="请核对失学或辍学原因和健康状况",
)  # fmt: skip
def left_school_healthy(facts: Facts) -> Iterator[Problem]:
    """Someone who left school 因病 or 因残 is not 健康."""
    heading = info(PersonYear.not_at_school).label
    for person in facts.people:
        if person.not_at_school in ("因病", "因残") and person.healthy:
            message = f"失学或辍学原因是{person.not_at_school}，健康状况却是健康"
            yield Problem(person.subject, heading, message, person.year_record)


def _limits(low: int | None, high: int | None) -> str:
    if low is None:
        return f"{high} 岁以下"
    return f"{low} 岁以上" if high is None else f"{low} 至 {high} 岁"
