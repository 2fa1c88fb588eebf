"""Checks of disability: the certificate, and the subsidies that go with it."""

from __future__ import annotations

from collections.abc import Iterator

from villagebook.base import resident_ids
from villagebook.checks.check import ERROR, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.rows import PersonRow
from villagebook.models import Measure, Person, PersonYear, info

HEALTH, ITEM = info(PersonYear.health).label, info(Measure.item).label
_CERTIFICATE = "残疾人证"
_SUBSIDY = ("残疾人补贴", "残疾人两项补贴", "困难残疾人生活补贴", "重度残疾人护理补贴", "残疾补贴", "护理补贴")


def is_disabled(person: PersonRow) -> bool:
    """Whether health, certificate or class of disability says so."""
    return person.disabled or person.disability_degree is not None or bool(person.disability)


@check(
    "people.disabled-without-certificate", "残疾但证件不是残疾人证", ERROR, needs=(PersonYear.health, Person.id_number),
    scope="P", number="12.4-21", codes=("4_01_002", "4_12_003"),
    hint="有残疾人证的，请填残疾人证号；没有的，请核对健康状况",
)  # fmt: skip
def disabled_without_certificate(facts: Facts) -> Iterator[Problem]:
    """Someone whose 健康状况 includes 残疾 is entered with the certificate's number (20 or 22 characters)."""
    for person in facts.people:
        if person.disabled and person.id_kind != _CERTIFICATE and len(resident_ids.fold(person.id_number or "")) < 20:
            message = "健康状况含残疾，证件不是残疾人证"
            yield Problem(person.subject, HEALTH, message, person.year_record)


def _subsidised(facts: Facts, person: PersonRow) -> bool:
    measures = facts.measures_in(person.household, person.year)
    return any(word in measure.words for measure in measures for word in _SUBSIDY)


@check(
    "measures.disability-subsidy-for-nobody", "有残疾人补贴而没有残疾人", ERROR,
    needs=(Measure.kind, PersonYear.health),
    scope="P", number="12.4-21", codes=("4_11_016",), hint="请核对措施和家庭成员的健康状况",
)  # fmt: skip
def disability_subsidy_for_nobody(facts: Facts) -> Iterator[Problem]:
    """A household that gets a subsidy for the disabled has a disabled member in that year."""
    for home in facts.homes:
        members = [member.person for member in facts.members(home.key)]
        if not members or not all(person.health for person in members) or any(map(is_disabled, members)):
            continue
        for measure in facts.measures_in(home.key, max(person.year or 0 for person in members)):
            if any(word in measure.words for word in _SUBSIDY):
                message = f"措施是{measure.item or measure.kind}，{len(members)} 名成员里没有残疾人"
                yield Problem(home.subject, ITEM, message, measure.record)
                break


@check(
    "people.severe-disability-without-subsidy", "重度残疾没有残疾人补贴", ERROR,
    needs=(Measure.kind, PersonYear.health), scope="monitored",
    number="12.4-21", codes=("5_16_008",), hint="请核实是否享受重度残疾人护理补贴；享受的，请补记措施",
)  # fmt: skip
def severe_disability_without_subsidy(facts: Facts) -> Iterator[Problem]:
    """A disability of the severe grades brings 护理补贴; asked where measures of that year were received."""
    for person in facts.people:
        most, grade = facts.limit("people.severe_disability_grade", facts.as_of(person.year)), person.disability_degree
        if most is None or grade is None or grade > most or not facts.has_measures(person.year):
            continue
        if not _subsidised(facts, person):
            message = f"残疾{'一二三四'[grade - 1]}级，{person.year}年的措施里没有残疾人补贴"
            yield Problem(person.subject, HEALTH, message, person.year_record)
