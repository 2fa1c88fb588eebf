"""Checks of health, disability certificates, labour and medical insurance of a person's newest year."""

from __future__ import annotations

from collections.abc import Iterator

from villagebook.base import resident_ids
from villagebook.base.days import age_on
from villagebook.checks.check import CLEANING, ERROR, OLD_TOOL, Problem, check
from villagebook.checks.facts import Facts
from villagebook.models import Person, PersonYear, info

HEALTH, LABOUR = info(PersonYear.health).label, info(PersonYear.labour).label
MEDICAL = info(PersonYear.resident_medical).label
_NO_LABOUR = "无劳动力"
_CERTIFICATE = "残疾人证"


@check(
    "people.disabled-without-certificate", "残疾但证件不是残疾人证", ERROR, source=f"{CLEANING} 4_01_002",
    needs=(PersonYear.health, Person.id_number),
)  # fmt: skip
def disabled_without_certificate(facts: Facts) -> Iterator[Problem]:
    """Someone whose 健康状况 includes 残疾 is entered with the certificate's number (20 or 22 characters)."""
    for person in facts.people:
        number = resident_ids.fold(person.id_number or "")
        if person.disabled and len(number) < 20 and person.id_kind != _CERTIFICATE:
            message = "健康状况含残疾，证件不是残疾人证"
            hint = "有残疾人证的，请填残疾人证号；没有的，请核对健康状况"
            yield Problem(person.subject, HEALTH, message, person.year_record, hint)


@check(
    "people.child-with-labour", "未满16岁有劳动力", ERROR, source=f"{CLEANING} 2_01_011",
    needs=(PersonYear.labour, Person.born),
)  # fmt: skip
def child_with_labour(facts: Facts) -> Iterator[Problem]:
    """Someone below working age is 无劳动力."""
    for person in facts.people:
        if person.birth is None or not person.labour or person.labour == _NO_LABOUR:
            continue
        day = facts.as_of(person.year)
        least, age = facts.limit("people.labour_age_from", day), age_on(person.birth, day)
        if least is not None and age < least:
            message = f"{age} 岁，未满 {least} 岁，劳动技能应为{_NO_LABOUR}，现在是{person.labour}"
            yield Problem(person.subject, LABOUR, message, person.year_record)


@check(
    "people.student-with-labour", "在校生有劳动力", ERROR, source=f"{CLEANING} 1111_07",
    needs=(PersonYear.labour, PersonYear.school),
)  # fmt: skip
def student_with_labour(facts: Facts) -> Iterator[Problem]:
    """A pupil or student is 无劳动力; one below working age is reported as a child."""
    least_of = facts.limit
    for person in facts.people:
        if not person.at_school or not person.labour or person.labour == _NO_LABOUR:
            continue
        day = facts.as_of(person.year)
        least = least_of("people.labour_age_from", day)
        child = person.birth is not None and least is not None and age_on(person.birth, day) < least
        if not child:
            message = f"在校生（{person.school}）的劳动技能应为{_NO_LABOUR}，现在是{person.labour}"
            yield Problem(person.subject, LABOUR, message, person.year_record)


@check(
    "people.no-medical-insurance", "没有基本医疗保险", ERROR, source=f"{CLEANING} 2_01_008；{OLD_TOOL} B17",
    needs=(PersonYear.resident_medical,),
)  # fmt: skip
def no_medical_insurance(facts: Facts) -> Iterator[Problem]:
    """Everybody has the residents' or the employees' medical insurance."""
    for person in facts.people:
        if not person.year_key or not facts.received(PersonYear.resident_medical, person.year):
            continue
        if "是" not in {person.resident_medical, person.employee_medical}:
            given = person.resident_medical or person.employee_medical
            message = "城乡居民和城镇职工基本医疗保险都没有参加" if given else "两种基本医疗保险都没有填"
            yield Problem(person.subject, MEDICAL, message, person.year_record, "请核实参保情况")
