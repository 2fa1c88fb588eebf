"""Checks of 健康状况 and 劳动技能 of a person's newest year, by the age at the end of that year."""

from __future__ import annotations

from collections.abc import Iterator

from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.rows import LOST_LABOUR, NO_LABOUR, WEAK_LABOUR, PersonRow
from villagebook.models import Person, PersonYear, info

HEALTH, LABOUR = info(PersonYear.health).label, info(PersonYear.labour).label
STRONG = ("普通劳动力", "技能劳动力")
_LIMB = 4


def _ages(facts: Facts, person: PersonRow) -> tuple[int | None, int, int]:
    """Return the age and the first and last year of working age."""
    day = facts.as_of(person.year)
    low, high = facts.limit("people.labour_age_from", day), facts.limit("people.labour_age_through", day)
    return person.age, low or 0, high or 999


def _labour_problem(person: PersonRow, message: str, proposal: str | None = None) -> Problem:
    return Problem(person.subject, LABOUR, message, person.year_record, proposal=proposal)


@check(
    "people.health-missing", "没有填健康状况", ERROR, needs=(PersonYear.health,), scope="P",
    number="12.4-20", codes=("2_01_002", "2_12_001"), hint="请核实后填上",
)  # fmt: skip
def health_missing(facts: Facts) -> Iterator[Problem]:
    """Everybody's 健康状况 is filled, in years for which a list brought it."""
    for person in facts.people:
        if person.year_key and not person.health and facts.received(PersonYear.health, person.year):
            yield Problem(person.subject, HEALTH, f"{person.year}年没有填健康状况", person.year_record)


@check(
    "people.labour-missing", "没有填劳动技能", ERROR, needs=(PersonYear.labour,), scope="P",
    number="12.4-20", codes=("2_01_003", "2_12_003"), hint="请核实后填上",
)  # fmt: skip
def labour_missing(facts: Facts) -> Iterator[Problem]:
    """Everybody's 劳动技能 is filled; children and pupils are 无劳动力."""
    for person in facts.people:
        if person.year_key and not person.labour and facts.received(PersonYear.labour, person.year):
            age, low, _ = _ages(facts, person)
            known = person.at_school or (age is not None and age < low)
            yield _labour_problem(person, f"{person.year}年没有填劳动技能", NO_LABOUR if known else None)


@check(
    "people.child-with-labour", "未满16岁有劳动力", ERROR, needs=(PersonYear.labour, Person.born),
    number="12.4-22", codes=("2_01_011", "2_12_014"), hint="请核对出生日期，无误的把劳动技能改为无劳动力",
)  # fmt: skip
def child_with_labour(facts: Facts) -> Iterator[Problem]:
    """Someone below working age is 无劳动力."""
    for person in facts.people:
        if not person.labour or person.labour == NO_LABOUR:
            continue
        age, low, _ = _ages(facts, person)
        if age is not None and age < low:
            message = f"{age} 岁，未满 {low} 岁，劳动技能应为{NO_LABOUR}，现在是{person.labour}"
            yield _labour_problem(person, message, NO_LABOUR)


@check(
    "people.student-with-labour", "在校生有劳动力", ERROR, needs=(PersonYear.labour, PersonYear.school),
    number="12.4-25", codes=("1111_07",), hint="请核对在校生状况，在校的把劳动技能改为无劳动力",
)  # fmt: skip
def student_with_labour(facts: Facts) -> Iterator[Problem]:
    """A pupil or student is 无劳动力; one below working age is reported as a child."""
    for person in facts.people:
        if not person.at_school or not person.labour or person.labour == NO_LABOUR:
            continue
        age, low, _ = _ages(facts, person)
        if age is None or age >= low:
            message = f"在校生（{person.school}）的劳动技能应为{NO_LABOUR}，现在是{person.labour}"
            yield _labour_problem(person, message, NO_LABOUR)


@check(
    "people.elder-with-labour", "60岁以上的劳动技能", WARNING, needs=(PersonYear.labour, Person.born), scope="P",
    number="12.4-23", codes=("2_12_005", "2_12_017"), hint="超过劳动年龄的一般填弱劳动力或半劳动力、无劳动力，请核对",
)  # fmt: skip
def elder_with_labour(facts: Facts) -> Iterator[Problem]:
    """Someone above working age is neither a full worker nor one who has lost the ability to work."""
    for person in facts.people:
        if person.labour not in (*STRONG, LOST_LABOUR):
            continue
        age, _, high = _ages(facts, person)
        if age is not None and age > high:
            message = f"{age} 岁，劳动技能应为{WEAK_LABOUR}，或{NO_LABOUR}，现在是{person.labour}"
            yield _labour_problem(person, message)


@check(
    "people.healthy-without-labour", "健康的劳动年龄人口没有劳动力", WARNING,
    needs=(PersonYear.labour, PersonYear.health, Person.born), scope="P",
    number="12.4-24", codes=("2_01_005", "2_01_010", "1111_14", "1111_15", "5_12_008"),
    hint="请核对健康状况和劳动技能",
)  # fmt: skip
def healthy_without_labour(facts: Facts) -> Iterator[Problem]:
    """A healthy adult of working age who does not go to school can work."""
    for person in facts.people:
        if not person.healthy or person.at_school or person.labour not in (NO_LABOUR, LOST_LABOUR, WEAK_LABOUR):
            continue
        age, low, high = _ages(facts, person)
        if age is not None and low <= age <= high:
            message = f"{age} 岁，健康，不在校，劳动技能应为普通或技能劳动力，现在是{person.labour}"
            yield _labour_problem(person, message)


@check(
    "people.severe-limb-labour", "重度肢体残疾而为普通劳动力", WARNING, needs=(PersonYear.labour, Person.id_number),
    number="12.4-26", codes=("4_01_007", "4_01_008"), hint="请按残疾人证核对残疾等级和劳动技能",
)  # fmt: skip
def severe_limb_labour(facts: Facts) -> Iterator[Problem]:
    """A limb disability of the severe grades and 普通劳动力 contradict each other."""
    for person in facts.people:
        if person.labour not in STRONG or person.disability_class != _LIMB:
            continue
        most, grade = facts.limit("people.severe_disability_grade", facts.as_of(person.year)), person.disability_degree
        if most is not None and grade is not None and grade <= most:
            message = f"肢体残疾{'一二三四'[grade - 1]}级，劳动技能现在是{person.labour}"
            yield _labour_problem(person, message)
