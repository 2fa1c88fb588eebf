"""Checks of insurance and its subsidies."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_person, add
from villagebook.models import Override

CODE = "350699101203001001"
ADULT = dt.date(1985, 5, 24)
MEDICAL = "是否参加新型农村合作医疗（城乡居民基本医疗保险）"
EMPLOYEE = "是否参加城镇职工基本医疗保险"


def where(rows):
    return [row[:3] for row in rows]


def test_fires_people_no_medical_insurance(found, member):
    member(code="1", resident_medical="是")
    member(code="2", resident_medical="否", employee_medical="否")
    member(code="3", labour="无劳动力")
    expected = [("2", MEDICAL, "person_year"), ("3", MEDICAL, "person_year")]
    assert where(found("people.no-medical-insurance")) == expected


def test_silent_on_people_no_medical_insurance(conn, village, found, home_of, member):
    member(code="1", resident_medical="是", employee_medical="否")
    member(code="2", resident_medical="否", employee_medical="是")
    member(code="3", labour="无劳动力", year=2024)
    member(code="4", resident_medical="否", household=home_of("一般农户", code="2"))
    a_person(conn, village, code="5")
    assert found("people.no-medical-insurance") == []


def test_fires_people_two_medical_insurances(found, member):
    member(resident_medical="是", employee_medical="是")
    assert where(found("people.two-medical-insurances")) == [(CODE, EMPLOYEE, "person_year")]


def test_silent_on_people_two_medical_insurances(found, member):
    member(code="1", resident_medical="是", employee_medical="否")
    member(code="2", resident_medical="否", employee_medical="否")
    member(code="3")
    assert found("people.two-medical-insurances") == []


@pytest.mark.parametrize("given", ["否", None])
def test_fires_people_no_serious_illness_insurance(found, member, given):
    member(code="1", serious_illness="是")
    member(serious_illness=given, resident_medical="是")
    assert where(found("people.no-serious-illness-insurance")) == [(CODE, "是否参加大病保险", "person_year")]


def test_silent_on_people_no_serious_illness_insurance(found, home_of, member):
    member(code="1", serious_illness="是", resident_medical="是")
    member(code="2", serious_illness="否", employee_medical="是", resident_medical="否")
    member(code="3", resident_medical="是", year=2024)
    member(code="4", serious_illness="否", resident_medical="是", household=home_of(code="2"))
    assert found("people.no-serious-illness-insurance") == []


def test_serious_illness_insurance_is_asked_where_a_list_has_no_other(found, member):
    member(code="1", serious_illness="是")
    member(code="2", serious_illness="否")
    member(code="3", serious_illness="否", employee_medical="是")
    assert where(found("people.no-serious-illness-insurance")) == [("2", "是否参加大病保险", "person_year")]


def test_fires_people_pension_missing(found, member):
    member(code="1", resident_pension="否")
    member(born=ADULT, labour="普通劳动力")
    assert where(found("people.pension-missing")) == [(CODE, "是否参加城乡居民基本养老保险", "person_year")]


def test_silent_on_people_pension_missing(found, home_of, member):
    member(code="1", born=ADULT, resident_pension="否")
    member(code="2", born=ADULT, employee_pension="是")
    member(code="3", born=dt.date(2015, 1, 1), labour="无劳动力")
    member(code="4", born=ADULT, labour="普通劳动力", year=2024)
    member(code="5", born=ADULT, labour="普通劳动力", household=home_of("一般农户", code="2"))
    assert found("people.pension-missing") == []


@pytest.mark.parametrize(
    ("field", "heading"), [("medical_aid", "是否接受医疗救助"), ("illness_aid", "是否接受大病医疗救助")]
)
def test_fires_people_aid_without_insurance(found, member, field, heading):
    member(code="1", medical_aid="否")
    member(resident_medical="否", employee_medical="否", **{field: "是"})
    assert where(found("people.aid-without-insurance")) == [(CODE, heading, "person_year")]


def test_silent_on_people_aid_without_insurance(found, member):
    member(code="1", resident_medical="是", medical_aid="是")
    member(code="2", resident_medical="否", employee_medical="是", medical_aid="是")
    member(code="3", resident_medical="否", medical_aid="否")
    member(code="4", medical_aid="是")
    assert found("people.aid-without-insurance") == []


@pytest.fixture
def monitored(home_of):
    """Give a function: day of identification, code -> key of a monitored household."""
    return lambda since, code="3506991012030010": home_of({"kind": "突发严重困难户", "from_on": since}, code=code)


def test_fires_measures_insurance_subsidy_missing(found, member, measure, monitored):
    home = monitored(dt.date(2024, 12, 31))
    member(household=home, resident_medical="是")
    measure(home, item="低保")
    assert where(found("measures.insurance-subsidy-missing")) == [(CODE, MEDICAL, "person_year")]


def test_silent_on_measures_insurance_subsidy_missing(found, member, measure, monitored):
    early, late = monitored(dt.date(2024, 12, 31), "1"), monitored(dt.date(2025, 1, 1), "2")
    member(code="1", household=early, resident_medical="是")
    member(code="2", household=late, resident_medical="是")
    member(code="3", household=early, resident_medical="否")
    measure(early, "健康帮扶", "参加城乡居民基本医疗保险个人缴费补贴")
    measure(late, item="低保")
    assert found("measures.insurance-subsidy-missing") == []


def test_fires_measures_insurance_subsidy_too_late(found, member, measure, monitored):
    home = monitored(dt.date(2025, 1, 1))
    member(household=home, resident_medical="是")
    measure(home, "健康帮扶", "参加城乡居民基本医疗保险个人缴费补贴")
    assert where(found("measures.insurance-subsidy-too-late")) == [(CODE, MEDICAL, "person_year")]


def test_silent_on_measures_insurance_subsidy_too_late(conn, village, found, member, measure, monitored):
    home = monitored(dt.date(2024, 12, 31))
    member(household=home, resident_medical="是")
    measure(home, "健康帮扶", "参加城乡居民基本医疗保险个人缴费补贴")
    measure(monitored(dt.date(2025, 3, 1), "2"), "综合保障", "养老保险代缴")
    assert found("measures.insurance-subsidy-too-late") == []


def test_the_cutoff_is_the_villages_own_of_the_year(conn, village, found, member, measure, monitored):
    home = monitored(dt.date(2024, 12, 1))
    member(household=home, resident_medical="是")
    measure(home, item="低保")
    since, until = dt.date(2025, 1, 1), dt.date(2026, 1, 1)
    add(conn, Override, village_id=village, subject="insurance.subsidy_cutoff", value=1130, since=since, until=until)
    assert found("measures.insurance-subsidy-missing") == []
