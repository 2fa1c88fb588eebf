"""Checks of 低保, 特困 and households in which nobody can work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from villagebook.checks.check import WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.labour import STRONG
from villagebook.checks.rows import HomeRow, PersonRow
from villagebook.models import Household, Measure, Person, PersonYear, info

KIND, ITEM = info(Measure.kind).label, info(Measure.item).label
MARK = info(Household.no_labour_covered).label
SUBSISTENCE, DESTITUTE = info(PersonYear.subsistence).label, info(PersonYear.destitute).label
_SOCIAL = "综合保障"
#: What a measure says, the headings of the person's year that tell of it, whether the person has it.
_AIDS: tuple[tuple[str, tuple[Any, Any], Callable[[PersonRow], bool]], ...] = (
    ("低保", (PersonYear.subsistence, PersonYear.subsistence_policy), lambda person: person.on_subsistence),
    ("特困", (PersonYear.destitute, PersonYear.destitute_policy), lambda person: person.on_destitute),
)


def _people(facts: Facts, home: HomeRow) -> list[PersonRow]:
    return [member.person for member in facts.members(home.key)]


def _year(people: list[PersonRow]) -> int | None:
    return max((person.year for person in people if person.year is not None), default=None)


@check(
    "measures.aid-not-listed", "有低保、特困而措施里没有", WARNING,
    needs=(Measure.kind, PersonYear.subsistence), scope="monitored",
    number="12.5-32", codes=("5_16_003", "5_16_004"), hint="请在帮扶措施的综合保障里补记",
)  # fmt: skip
def aid_not_listed(facts: Facts) -> Iterator[Problem]:
    """A household with a member on 低保 or 特困 has it among the measures, where measures of the year were received."""
    for home in facts.homes:
        people = _people(facts, home)
        year = _year(people)
        if year is None or not facts.has_measures(year):
            continue
        words = " ".join(measure.words for measure in facts.measures_in(home.key, year))
        for word, told, has in _AIDS:
            person = next((person for person in people if has(person)), None)
            if person is not None and word not in words:
                message = f"{person.who}享受{word}，{year}年的措施里没有{word}"
                yield Problem(person.subject, info(told[0]).label, message, person.year_record)


@check(
    "measures.aid-for-nobody", "措施里有低保、特困而没有人享受", WARNING,
    needs=(Measure.kind, PersonYear.subsistence), scope="P",
    number="12.5-32", codes=("4_11_015", "5_16_005", "5_16_006"), hint="请核对措施和家庭成员的低保、特困",
)  # fmt: skip
def aid_for_nobody(facts: Facts) -> Iterator[Problem]:
    """A measure 低保 or 特困 belongs to a household of which somebody has it in that year."""
    for home in facts.homes:
        people = _people(facts, home)
        year = _year(people)
        for word, told, has in _AIDS if year is not None else ():
            if not any(facts.received(heading, year) for heading in told):
                continue
            named = [measure for measure in facts.measures_in(home.key, year) if word in measure.words]
            if named and not any(has(person) for person in people):
                message = f"{year}年的措施里有{word}，{len(people)} 名成员里没有人享受{word}"
                yield Problem(home.subject, ITEM if named[0].item else KIND, message, named[0].record)


@check(
    "people.healthy-destitute", "健康的成年人为特困供养", WARNING,
    needs=(PersonYear.destitute, PersonYear.health, Person.born),
    number="12.5-32", codes=("5_15_018", "5_15_019"), hint="特困供养要求无劳动能力、无生活来源，请核实",
)  # fmt: skip
def healthy_destitute(facts: Facts) -> Iterator[Problem]:
    """A healthy adult of working age who does not go to school is not 特困供养."""
    for person in facts.people:
        if not person.on_destitute or not person.healthy or person.at_school:
            continue
        day, age = facts.as_of(person.year), person.age
        low, high = facts.limit("people.adult_age", day), facts.limit("people.labour_age_through", day)
        if age is not None and low is not None and high is not None and low <= age <= high:
            message = f"{age} 岁，健康，不在校，却是特困供养人员"
            yield Problem(person.subject, DESTITUTE, message, person.year_record)


def _nobody_works(facts: Facts, home: HomeRow) -> list[PersonRow]:
    """Return the members if all of them are known to be unable to work, none of them a pupil alone at home."""
    people = _people(facts, home)
    return people if people and all(person.unable for person in people) else []


@check(
    "households.no-labour-no-subsistence", "整户无劳动力而没有低保", WARNING,
    needs=(PersonYear.labour, PersonYear.subsistence), scope="P",
    number="12.5-33", codes=("5_19_003", "5_19_007"), hint="请核实是否符合低保、特困条件；符合的，请帮助申请",
)  # fmt: skip
def no_labour_no_subsistence(facts: Facts) -> Iterator[Problem]:
    """A household in which nobody can work has 低保 or 特困."""
    for home in facts.homes:
        people = _nobody_works(facts, home)
        if not people or not facts.received(PersonYear.subsistence, _year(people)):
            continue
        aided = {"低保户", "特困户", "分散供养特困人员"} & set(home.statuses)
        if not aided and not any(person.on_subsistence or person.on_destitute for person in people):
            message = f"{len(people)} 名成员都没有劳动力，没有人享受低保或特困供养"
            yield Problem(home.subject, SUBSISTENCE, message, home.record)


@check(
    "households.no-labour-not-marked", "没有标为整户无劳动能力兜底保障户", WARNING,
    needs=(PersonYear.labour, Household.no_labour_covered), scope="monitored",
    number="12.5-33", codes=("5_11_033",), hint="请核实后改为是",
)  # fmt: skip
def no_labour_not_marked(facts: Facts) -> Iterator[Problem]:
    """A monitored household in which nobody can work is marked as one that social security carries."""
    for home in facts.homes:
        people = _nobody_works(facts, home)
        if people and home.values["no_labour_covered"] != "是":
            message = f"{len(people)} 名成员都没有劳动力，没有标为{MARK}"
            yield Problem(home.subject, MARK, message, home.record, proposal="是")


@check(
    "measures.only-social", "有劳动力而只有综合保障", WARNING,
    needs=(Measure.kind, PersonYear.labour), scope="monitored",
    number="12.5-33", codes=("5_11_032",), hint="有劳动力的户应有产业、就业、金融或公益岗位帮扶，请核实后补记或落实",
)  # fmt: skip
def only_social(facts: Facts) -> Iterator[Problem]:
    """A household with a full worker has more than 综合保障."""
    for home in facts.homes:
        people = _people(facts, home)
        measures = facts.measures_in(home.key, _year(people))
        able = [person for person in people if person.labour in STRONG]
        if able and measures and all(measure.kind == _SOCIAL for measure in measures):
            message = f"有劳动力 {len(able)} 人，措施只有{_SOCIAL}"
            yield Problem(home.subject, KIND, message, measures[0].record)
