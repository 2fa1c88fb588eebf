"""Checks of 雨露计划 against who goes to a vocational school."""

from __future__ import annotations

from collections.abc import Iterator

from villagebook.checks.check import WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.rows import PersonRow
from villagebook.models import Measure, PersonYear, info

ITEM, SCHOOL = info(Measure.item).label, info(PersonYear.school).label
_PLAN = "雨露"
_VOCATIONAL = ("中职", "高职高专", "技师学院")


def _vocational(person: PersonRow) -> bool:
    return (person.school or "").startswith(_VOCATIONAL)


@check(
    "measures.scholarship-without-student", "雨露计划而不是中职、高职学生", WARNING,
    needs=(Measure.kind, PersonYear.school), scope="P",
    number="12.3-19", codes=("5_15_011", "5_15_012"), hint="雨露计划补助中职、高职在校生，请核对受益人和在校生状况",
)  # fmt: skip
def scholarship_without_student(facts: Facts) -> Iterator[Problem]:
    """Whoever gets 雨露计划 in a year is a vocational student in that year; one for the household needs one in it."""
    for home in facts.homes:
        people = [member.person for member in facts.members(home.key)]
        for measure in facts.measures_of_home.get(home.key, ()):
            if _PLAN not in measure.words:
                continue
            meant = [p for p in people if measure.person_id in (None, p.key) and p.year and measure.counts_in(p.year)]
            if meant and not any(_vocational(person) for person in meant):
                state = f"{meant[0].who}的在校生状况是{meant[0].school or '空的'}"
                why = state if measure.person_id else "户里没有人读中职、高职"
                yield Problem(home.subject, ITEM, f"享受雨露计划，{why}", measure.record)


@check(
    "people.vocational-without-scholarship", "中职、高职学生没有雨露计划", WARNING,
    needs=(Measure.kind, PersonYear.school), scope="monitored",
    number="12.3-19", codes=("1111_2",), hint="请核实是否享受；符合条件的请帮助申请，已享受的请补记措施",
)  # fmt: skip
def vocational_without_scholarship(facts: Facts) -> Iterator[Problem]:
    """A vocational student of a monitored household has 雨露计划, where measures of that year were received."""
    for person in facts.people:
        if not _vocational(person) or not facts.has_measures(person.year):
            continue
        measures = facts.measures_in(person.household, person.year)
        if not any(_PLAN in measure.words and measure.person_id in (None, person.key) for measure in measures):
            message = f"{person.school}，{person.year}年的措施里没有雨露计划"
            yield Problem(person.subject, SCHOOL, message, person.year_record)
