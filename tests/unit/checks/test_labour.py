"""Checks of health and labour."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_person, an_id

CODE = "350699101203001001"
BORN = dt.date(1962, 5, 24)
ADULT = dt.date(1985, 5, 24)
CHILD = dt.date(2015, 5, 24)


def where(rows):
    return [row[:3] for row in rows]


def test_fires_people_health_missing(found, member):
    member(code="1", health="健康")
    key = member(labour="普通劳动力")
    assert where(found("people.health-missing")) == [(CODE, "健康状况", "person_year")]
    assert key


def test_silent_on_people_health_missing(conn, village, found, home_of, member):
    member(code="1", health="健康")
    member(code="2", labour="无劳动力", year=2024)
    member(code="3", labour="无劳动力", household=home_of("一般农户", code="2"))
    a_person(conn, village, code="4")
    assert found("people.health-missing") == []


def test_fires_people_labour_missing(found, member):
    member(code="1", labour="普通劳动力")
    member(health="健康")
    assert where(found("people.labour-missing")) == [(CODE, "劳动技能", "person_year")]


def test_silent_on_people_labour_missing(found, home_of, member):
    member(code="1", labour="普通劳动力")
    member(code="2", health="健康", year=2024)
    member(code="3", health="健康", household=home_of(code="2"))
    assert found("people.labour-missing") == []


@pytest.mark.parametrize(("born", "school", "proposal"), [(CHILD, None, "无劳动力"), (ADULT, None, None),
                                                          (ADULT, "本科一年级", "无劳动力")])  # fmt: skip
def test_missing_labour_is_proposed_for_children_and_students(findings, member, born, school, proposal):
    member(code="1", labour="普通劳动力")
    member(health="健康", born=born, school=school)
    (finding,) = findings("people.labour-missing")
    assert finding.proposal == proposal


def test_fires_people_child_with_labour(found, member):
    member(born=dt.date(2009, 11, 6), labour="普通劳动力")
    assert where(found("people.child-with-labour")) == [(CODE, "劳动技能", "person_year")]


def test_silent_on_people_child_with_labour(found, member):
    member(code="1", born=dt.date(2009, 11, 5), labour="普通劳动力")
    member(code="2", born=dt.date(2015, 1, 1), labour="无劳动力")
    member(code="3", born=dt.date(2015, 1, 1))
    member(code="4", labour="普通劳动力")
    assert found("people.child-with-labour") == []


def test_the_age_is_that_of_the_end_of_the_records_year(found, member):
    member(born=dt.date(2009, 1, 1), labour="普通劳动力", year=2024)
    assert where(found("people.child-with-labour")) == [(CODE, "劳动技能", "person_year")]


def test_the_right_value_is_proposed_for_a_child(findings, member):
    member(born=CHILD, labour="普通劳动力")
    assert [finding.proposal for finding in findings("people.child-with-labour")] == ["无劳动力"]


def test_fires_people_student_with_labour(found, member):
    member(born=dt.date(2005, 1, 1), labour="普通劳动力", school="本科二年级")
    assert where(found("people.student-with-labour")) == [(CODE, "劳动技能", "person_year")]


def test_silent_on_people_student_with_labour(found, member):
    member(code="1", born=dt.date(2005, 1, 1), labour="无劳动力", school="本科二年级")
    member(code="2", born=dt.date(2015, 1, 1), labour="普通劳动力", school="小学")
    member(code="3", born=dt.date(1990, 1, 1), labour="普通劳动力", school="非在校生")
    assert found("people.student-with-labour") == []


@pytest.mark.parametrize("labour", ["普通劳动力", "技能劳动力", "丧失劳动力"])
def test_fires_people_elder_with_labour(found, member, labour):
    member(born=BORN, labour=labour)
    assert where(found("people.elder-with-labour")) == [(CODE, "劳动技能", "person_year")]


def test_silent_on_people_elder_with_labour(found, member, home_of):
    member(code="1", born=BORN, labour="弱劳动力或半劳动力")
    member(code="2", born=BORN, labour="无劳动力")
    member(code="3", born=dt.date(1966, 1, 1), labour="普通劳动力")
    member(code="4", labour="普通劳动力")
    member(code="5", born=BORN, labour="普通劳动力", household=home_of("一般农户", code="2"))
    assert found("people.elder-with-labour") == []


@pytest.mark.parametrize("labour", ["无劳动力", "丧失劳动力", "弱劳动力或半劳动力"])
def test_fires_people_healthy_without_labour(found, member, labour):
    member(born=ADULT, labour=labour, health="健康")
    assert where(found("people.healthy-without-labour")) == [(CODE, "劳动技能", "person_year")]


def test_silent_on_people_healthy_without_labour(found, member, home_of):
    member(code="1", born=ADULT, labour="无劳动力", health="长期慢性病")
    member(code="2", born=dt.date(2005, 5, 1), labour="无劳动力", health="健康", school="本科二年级")
    member(code="3", born=CHILD, labour="无劳动力", health="健康")
    member(code="4", born=BORN, labour="无劳动力", health="健康")
    member(code="5", born=ADULT, labour="普通劳动力", health="健康")
    member(code="6", born=ADULT, labour="无劳动力", health="健康", household=home_of("一般农户", code="2"))
    assert found("people.healthy-without-labour") == []


@pytest.mark.parametrize("fields", [
    {"id_number": an_id(ADULT, suffix="41")}, {"id_number": an_id(ADULT, suffix="42")},
    {"id_number": an_id(ADULT), "disability": "肢体残疾", "disability_grade": "二级"},
])  # fmt: skip
def test_fires_people_severe_limb_labour(found, member, fields):
    member(labour="普通劳动力", **fields)
    assert where(found("people.severe-limb-labour")) == [(CODE, "劳动技能", "person_year")]


def test_silent_on_people_severe_limb_labour(found, member):
    member(code="1", labour="普通劳动力", id_number=an_id(ADULT, suffix="43"))
    member(code="2", labour="普通劳动力", id_number=an_id(ADULT, serial=1, suffix="21"))
    member(code="3", labour="无劳动力", id_number=an_id(ADULT, serial=2, suffix="41"))
    assert found("people.severe-limb-labour") == []
