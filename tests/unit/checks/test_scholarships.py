"""Checks of 雨露计划."""

from __future__ import annotations

CODE = "350699101203001001"
HOME = "3506991012030010"


def test_fires_measures_scholarship_without_student(found, home_of, member, measure):
    home = home_of("脱贫户")
    pupil = member(household=home, school="普通高中一年级")
    member(code="2", household=home, school="中职一年级")
    key = measure(home, "其他教育帮扶", "雨露计划", person_id=pupil)
    assert found("measures.scholarship-without-student") == [(HOME, "措施内容", "measure", key)]


def test_silent_on_measures_scholarship_without_student(found, home_of, member, measure):
    home = home_of("脱贫户")
    student = member(household=home, school="高职高专二年级")
    graduate = member(code="2", household=home, education="高中")
    measure(home, "其他教育帮扶", "雨露计划", person_id=student)
    measure(home, "其他教育帮扶", "雨露计划")
    measure(home, "其他教育帮扶", "雨露计划", person_id=graduate, year=2023)
    measure(home, "其他教育帮扶", "助学金", person_id=graduate)
    assert found("measures.scholarship-without-student") == []


def test_fires_people_vocational_without_scholarship(found, home_of, member, measure):
    home = home_of("脱贫不稳定户")
    member(household=home, school="中职二年级")
    measure(home, item="低保")
    rows = found("people.vocational-without-scholarship")
    assert [row[:3] for row in rows] == [(CODE, "在校生状况", "person_year")]


def test_silent_on_people_vocational_without_scholarship(found, home_of, member, measure):
    home, lifted = home_of("脱贫不稳定户", code="1"), home_of("脱贫户", code="2")
    member(code="1", household=home, school="中职二年级")
    member(code="2", household=home, school="普通高中二年级")
    member(code="3", household=lifted, school="中职二年级")
    measure(home, "其他教育帮扶", "雨露计划")
    assert found("people.vocational-without-scholarship") == []
