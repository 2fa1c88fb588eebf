"""Checks of who works and holds a public post."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from tests.builders import add
from villagebook.models import PersonYear, WorkRecord

PERSON = "350699101203001001"
ADULT = {"born": dt.date(1985, 3, 1), "labour": "普通劳动力"}
CHILD = {"born": dt.date(2010, 3, 1), "labour": "无劳动力"}
POST, POST_MONTHS = "公益性岗位类型", "公益性岗位(月数)"


@pytest.fixture
def year_of(conn):
    """Give a function: key of a person -> its record of the year as text."""
    return lambda person: str(
        conn.execute(select(PersonYear.id).where(PersonYear.person_id == person)).scalar_one())


@pytest.fixture
def works(conn, village):
    """Give a function: key of a person -> key as text of a stretch of work that lasts."""
    return lambda person: str(
        add(conn, WorkRecord, village_id=village, person_id=person, worked="是", from_on=dt.date(2025, 2, 1)))


@pytest.fixture
def both(member, works, year_of):
    """Give a function: fields of people -> what is found of one who works by the year's months, one by a stretch."""

    def make(**fields):
        by_months = year_of(member(code="1", work_months=3, **fields))
        by_record = works(member(code="2", **fields))
        return [("1", "务工时间", "person_year", by_months), ("2", "是否已务工", "work_record", by_record)]

    return make


def test_fires_people_child_at_work(found, both):
    expected = both(**CHILD)
    assert found("people.child-at-work") == expected


def test_silent_on_people_child_at_work(found, member, works):
    works(member(code="1", **ADULT))
    member(code="2", work_months=0, **CHILD)
    assert found("people.child-at-work") == []


def test_fires_people_unable_at_work(found, both):
    expected = both(born=dt.date(1960, 1, 1), labour="丧失劳动力")
    assert found("people.unable-at-work") == expected


def test_silent_on_people_unable_at_work(found, member, works):
    works(member(code="1", **{**ADULT, "labour": "弱劳动力或半劳动力"}))
    member(code="2", work_months=0, **{**ADULT, "labour": "无劳动力"})
    works(member(code="3", **CHILD))
    assert found("people.unable-at-work") == []


def test_fires_people_student_at_work(found, both):
    expected = both(born=dt.date(2006, 1, 1), school="本科一年级")
    assert found("people.student-at-work") == expected


def test_silent_on_people_student_at_work(found, member, works):
    works(member(code="1", **ADULT, school="非在校生"))
    member(code="2", born=dt.date(2006, 1, 1), school="本科一年级", work_months=0)
    works(member(code="3", **CHILD, school="九年级"))
    assert found("people.student-at-work") == []


def test_fires_people_destitute_at_work(found, both):
    expected = both(born=dt.date(1985, 1, 1), destitute="是")
    assert found("people.destitute-at-work") == expected


def test_silent_on_people_destitute_at_work(found, member, works):
    works(member(code="1", **ADULT, destitute="否"))
    member(code="2", destitute="是")
    assert found("people.destitute-at-work") == []


def test_people_of_ordinary_households_are_left_alone(found, member, home_of):
    home = home_of("一般农户", code="9")
    member(code="1", household=home, work_months=3, **CHILD)
    assert found("people.child-at-work") == []


def test_fires_people_child_in_post(found, member, year_of):
    key = year_of(member(**CHILD, post_kind="保洁员"))
    assert found("people.child-in-post") == [(PERSON, POST, "person_year", key)]


def test_silent_on_people_child_in_post(found, member):
    member(code="1", **ADULT, post_kind="保洁员")
    member(code="2", **CHILD, post_kind="无")
    assert found("people.child-in-post") == []


def test_fires_people_elder_in_post(found, member, year_of):
    key = year_of(member(born=dt.date(1955, 11, 5), post_kind="保洁员"))
    assert found("people.elder-in-post") == [(PERSON, POST, "person_year", key)]


def test_silent_on_people_elder_in_post(found, member):
    member(code="1", born=dt.date(1955, 11, 6), post_kind="保洁员")
    member(code="2", born=dt.date(1940, 1, 1))
    assert found("people.elder-in-post") == []


def test_fires_people_unable_in_post(found, member, measure, home_of, year_of):
    home = home_of("脱贫户", code="7")
    person = member(code="7", household=home, born=dt.date(1960, 1, 1), labour="无劳动力", post_kind="护林员")
    key = measure(home, "就业帮扶", "务工", person_id=person)
    assert found("people.unable-in-post") == [
        ("7", POST, "person_year", year_of(person)), ("7", "措施类别", "measure", key)]  # fmt: skip


def test_silent_on_people_unable_in_post(found, member, measure, home_of):
    home = home_of("脱贫户", code="7")
    able = member(code="7", household=home, **ADULT, post_kind="护林员")
    unable = member(code="8", household=home, born=dt.date(1960, 1, 1), labour="无劳动力")
    measure(home, "就业帮扶", "务工", person_id=able)
    measure(home, "就业帮扶", "务工", person_id=unable, year=2019)
    measure(home, "健康帮扶", "医疗救助", person_id=unable)
    assert found("people.unable-in-post") == []


def test_fires_people_post_without_months(found, member, year_of):
    key = year_of(member(post_kind="护林员"))
    member(code="2", post_kind="护林员", post_months=10)
    assert found("people.post-without-months") == [(PERSON, POST_MONTHS, "person_year", key)]


def test_silent_on_people_post_without_months(found, member):
    member(code="1", post_kind="护林员", post_months=10)
    member(code="2", post_kind="无")
    member(code="3", post_kind="护林员", year=2024)
    assert found("people.post-without-months") == []


def test_fires_people_months_without_post(found, member, year_of):
    key = year_of(member(post_months=10))
    member(code="2", post_kind="护林员", post_months=10)
    assert found("people.months-without-post") == [(PERSON, POST, "person_year", key)]


def test_silent_on_people_months_without_post(found, member):
    member(code="1", post_kind="护林员", post_months=10)
    member(code="2", post_months=0)
    member(code="3", post_months=10, year=2024)
    assert found("people.months-without-post") == []


def test_fires_people_too_many_posts(found, member, measure, home_of, year_of):
    home = home_of("脱贫户", code="7")
    person = member(code="7", household=home, post_kind="护林员、护路员")
    measure(home, "公益岗位帮扶", "保洁员", person_id=person)
    assert found("people.too-many-posts") == [("7", POST, "person_year", year_of(person))]


def test_silent_on_people_too_many_posts(found, member, measure, home_of):
    home = home_of("脱贫户", code="7")
    person = member(code="7", household=home, post_kind="护林员、护路员")
    measure(home, "公益岗位帮扶", "护路员", person_id=person)
    measure(home, "公益岗位帮扶", "保洁员", person_id=person, year=2020)
    assert found("people.too-many-posts") == []


@pytest.mark.parametrize("what", [{"education": "大专"}, {"labour": "技能劳动力"}])
def test_fires_people_skilled_without_work(found, member, year_of, what):
    key = year_of(member(**{**ADULT, **what}))
    member(code="2", **ADULT, work_months=5)
    assert found("people.skilled-without-work") == [(PERSON, "务工时间", "person_year", key)]


def test_silent_on_people_skilled_without_work(found, member, works):
    skilled = {**ADULT, "labour": "技能劳动力"}
    member(code="1", **skilled, work_months=5)
    works(member(code="2", **skilled))
    member(code="3", **skilled, post_kind="护林员")
    member(code="4", **skilled, graduate_unemployed="照看老人")
    member(code="5", **{**skilled, "born": dt.date(1960, 1, 1)})
    member(code="6", **{**ADULT, "education": "本科及以上"}, school="硕士研究生及以上")
    member(code="7", **ADULT, education="高中")
    member(code="8", **skilled, year=2024)
    assert found("people.skilled-without-work") == []


def test_work_that_is_past_is_no_work_of_this_year(conn, village, found, member):
    student = {"born": dt.date(2004, 3, 1), "school": "本科一年级", "labour": "无劳动力"}
    for code, end in enumerate((dt.date(2024, 8, 20), dt.date(2025, 1, 1), None)):
        stretch = {"person_id": member(code=str(code), **student), "from_on": dt.date(2024, 2, 1), "through_on": end}
        add(conn, WorkRecord, village_id=village, worked="是", **stretch)
    assert [row[0] for row in found("people.student-at-work")] == ["1", "2"]


def test_a_newer_list_of_work_says_what_became_of_it(conn, village, found, member):
    person = member(born=dt.date(2004, 3, 1), school="本科一年级", labour="无劳动力")
    for year, worked in ((2024, "是"), (2025, "否")):
        add(conn, WorkRecord, village_id=village, person_id=person, year=year, worked=worked)
    assert found("people.student-at-work") == []
