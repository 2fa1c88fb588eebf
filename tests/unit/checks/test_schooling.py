"""Checks of 文化程度 and 在校生状况."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_person

CODE = "350699101203000604"


@pytest.fixture
def person(member):
    """Give a function that makes a member aged so many years on 31 August 2025, with fields of the year 2025."""

    def make(age=30, code=CODE, **fields):
        return member(code=code, born=dt.date(2025 - age, 8, 31), **fields)

    return make


def where(rows):
    return [row[:3] for row in rows]


def test_fires_people_education_and_school(found, person):
    person(age=8, education="小学", school="小学")
    assert where(found("people.education-and-school")) == [(CODE, "在校生状况", "person_year")]


def test_silent_on_people_education_and_school(found, person):
    person(code="1", education="小学")
    person(code="2", school="小学")
    person(code="3", education="初中", school="非在校生")
    assert found("people.education-and-school") == []


def test_fires_people_education_empty(found, person):
    person(code="1", education="小学")
    person(code="2", school="小学")
    person(labour="无劳动力")
    assert where(found("people.education-empty")) == [(CODE, "文化程度", "person_year")]


def test_who_is_entered_as_no_pupil_has_an_education(found, person):
    person(code="1", age=40, school="非在校生")
    person(code="2", age=40, school="非在校生", education="初中")
    assert where(found("people.education-empty")) == [("1", "文化程度", "person_year")]


def test_silent_on_people_education_empty(conn, village, found, home_of, person):
    person(code="1", education="小学")
    person(code="2", school="小学")
    person(code="3", not_at_school="因病")
    a_person(conn, village, code="4")
    # A list of 2024 that had neither heading says nothing about schooling.
    person(code="5", year=2024, labour="无劳动力")
    person(code="6", labour="无劳动力", household=home_of("一般农户", code="2"))
    assert found("people.education-empty") == []


@pytest.mark.parametrize("age", [6, 15])
def test_fires_people_compulsory_school(found, person, age):
    person(code="1", age=8, school="小学")
    person(age=age, education="小学")
    assert where(found("people.compulsory-school")) == [(CODE, "在校生状况", "person_year")]


def test_silent_on_people_compulsory_school(found, home_of, person):
    person(code="6", age=10, education="小学", household=home_of("一般农户", code="2"))
    person(code="1", age=5, education="小学")
    person(code="2", age=16, education="初中")
    person(code="3", age=10, school="小学")
    person(code="4", age=10, not_at_school="因残")
    person(code="5", age=6, school="学前教育")
    person(code="7", age=6, school="学龄前儿童", health="残疾")
    person(code="8", age=8, school="学前教育", health="残疾")
    person(code="9", age=10, school="学龄前儿童", health="残疾", not_at_school="因残")
    assert found("people.compulsory-school") == []


def test_an_ill_child_does_not_wait_for_school_for_ever(findings, person):
    person(age=10, school="学龄前儿童", health="残疾,长期慢性病")
    told = [found.message for found in findings("people.compulsory-school")]
    assert told == ["2025年8月31日满 10 岁，在校生状况是学龄前儿童，也没有填失学或辍学原因"]
    assert findings("people.school-age") == []


@pytest.mark.parametrize(
    ("school", "age"),
    [
        ("学龄前儿童", 7), ("小学", 4), ("小学", 15), ("七年级", 10), ("九年级", 18), ("普通高中一年级", 13),
        ("中职三年级", 21), ("本科二年级", 7), ("技师学院一年级", 16), ("硕士研究生及以上", 18),
    ],
)  # fmt: skip
def test_fires_people_school_age(found, person, school, age):
    person(age=age, school=school)
    assert where(found("people.school-age")) == [(CODE, "在校生状况", "person_year")]


@pytest.mark.parametrize(
    ("school", "age"),
    [
        ("学龄前儿童", 0), ("学前教育", 6), ("小学", 6), ("小学", 14), ("七年级", 12), ("九年级", 17),
        ("普通高中一年级", 15), ("中职三年级", 20), ("本科一年级", 18), ("本科五年级", 40), ("硕士研究生及以上", 20),
        ("别的", 90),
    ],
)  # fmt: skip
def test_silent_on_people_school_age(found, person, school, age):
    person(age=age, school=school)
    person(code="2", age=8, school="学前教育", health="残疾")
    assert found("people.school-age") == []


def test_ages_are_those_of_the_school_year_the_record_speaks_of(conn, village, found):
    a_person(conn, village, code="1", born=dt.date(2010, 9, 1), year=2024, school="小学")
    assert found("people.school-age") == []


@pytest.mark.parametrize("education", ["小学", "文盲或半文盲"])
def test_fires_people_young_low_education(found, person, education):
    person(age=20, education=education)
    assert where(found("people.young-low-education")) == [(CODE, "文化程度", "person_year")]


def test_silent_on_people_young_low_education(found, home_of, person):
    person(code="1", age=15, education="小学")
    person(code="2", age=24, education="小学")
    person(code="3", age=18, education="初中")
    person(code="4", age=18, education="小学", school="中职一年级")
    person(code="5", age=18, education="小学", household=home_of("一般农户", code="2"))
    assert found("people.young-low-education") == []


@pytest.mark.parametrize("why", ["因病", "因残"])
def test_fires_people_left_school_healthy(found, person, why):
    person(age=12, not_at_school=why, health="健康")
    assert where(found("people.left-school-healthy")) == [(CODE, "失学或辍学原因", "person_year")]


def test_silent_on_people_left_school_healthy(found, person):
    person(code="1", age=12, not_at_school="因残", health="残疾")
    person(code="2", age=12, not_at_school="厌学", health="健康")
    person(code="3", age=12, not_at_school="因病")
    assert found("people.left-school-healthy") == []
