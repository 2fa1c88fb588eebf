"""Checks of health, labour and insurance."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_person, an_id

CODE = "350699101203001001"
BORN = dt.date(1962, 5, 24)


@pytest.fixture
def person(conn, village):
    return lambda code=CODE, **fields: a_person(conn, village, code=code, year=fields.pop("year", 2025), **fields)


def where(rows):
    return [row[:3] for row in rows]


@pytest.mark.parametrize("health", ["残疾", "残疾,长期慢性病", "患有大病,残疾"])
def test_fires_people_disabled_without_certificate(found, person, health):
    person(health=health, id_number=an_id(BORN), id_kind="居民身份证(户口簿)")
    assert where(found("people.disabled-without-certificate")) == [(CODE, "健康状况", "person_year")]


def test_silent_on_people_disabled_without_certificate(found, person):
    person(code="1", health="残疾", id_number=an_id(BORN, suffix="23"))
    person(code="2", health="残疾", id_kind="残疾人证")
    person(code="3", health="长期慢性病", id_number=an_id(BORN))
    assert found("people.disabled-without-certificate") == []


def test_fires_people_child_with_labour(found, person):
    person(born=dt.date(2009, 11, 6), labour="普通劳动力")
    assert where(found("people.child-with-labour")) == [(CODE, "劳动技能", "person_year")]


def test_silent_on_people_child_with_labour(found, person):
    person(code="1", born=dt.date(2009, 11, 5), labour="普通劳动力")
    person(code="2", born=dt.date(2015, 1, 1), labour="无劳动力")
    person(code="3", born=dt.date(2015, 1, 1))
    person(code="4", labour="普通劳动力")
    assert found("people.child-with-labour") == []


def test_the_age_is_that_of_the_end_of_the_records_year(found, person):
    person(born=dt.date(2009, 1, 1), labour="普通劳动力", year=2024)
    assert where(found("people.child-with-labour")) == [(CODE, "劳动技能", "person_year")]


def test_fires_people_student_with_labour(found, person):
    person(born=dt.date(2005, 1, 1), labour="普通劳动力", school="本科二年级")
    assert where(found("people.student-with-labour")) == [(CODE, "劳动技能", "person_year")]


def test_silent_on_people_student_with_labour(found, person):
    person(code="1", born=dt.date(2005, 1, 1), labour="无劳动力", school="本科二年级")
    person(code="2", born=dt.date(2015, 1, 1), labour="普通劳动力", school="小学")
    person(code="3", born=dt.date(1990, 1, 1), labour="普通劳动力", school="非在校生")
    assert found("people.student-with-labour") == []


def test_fires_people_no_medical_insurance(found, person):
    person(code="1", resident_medical="是")
    person(code="2", resident_medical="否", employee_medical="否")
    person(code="3", labour="无劳动力")
    field = "是否参加新型农村合作医疗（城乡居民基本医疗保险）"
    assert where(found("people.no-medical-insurance")) == [("2", field, "person_year"), ("3", field, "person_year")]


def test_silent_on_people_no_medical_insurance(conn, village, found, person):
    person(code="1", resident_medical="是", employee_medical="否")
    person(code="2", resident_medical="否", employee_medical="是")
    person(code="3", labour="无劳动力", year=2024)
    a_person(conn, village, code="4")
    assert found("people.no-medical-insurance") == []
