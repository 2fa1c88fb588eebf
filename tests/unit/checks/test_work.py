"""Checks of stretches of work."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import add
from villagebook.models import Village, WorkRecord

PERSON = "350699101203001001"
DAY = dt.date(2025, 2, 10)
GOOD = {
    "year": 2025, "worked": "是", "province": "福建省", "city": "厦门市", "county": "同安区", "from_on": DAY,
    "month_pay_fen": 420_000, "company": "某电子厂",
    "industry": "制造业", "channel": "外出务工", "point_to_point": "否",
}  # fmt: skip


@pytest.fixture
def stretch(conn, village, member):
    """Give a function: fields -> key as text of a stretch of work of a person of a 脱贫户; good but for these."""
    people = []

    def make(person=None, **fields):
        if person is None:
            people[:] = people or [member()]
            person = people[0]
        return str(add(conn, WorkRecord, village_id=village, person_id=person, **{**GOOD, **fields}))

    return make


@pytest.fixture
def ordinary(member, home_of):
    """A person of an ordinary household, whom rules of registered people leave alone."""
    return member(code="9", household=home_of("一般农户", code="9"))


def test_fires_people_work_incomplete(found, member):
    member(code="1", work_months=5)
    member(code="2", work_place="厦门市")
    assert [(row[0], row[1], row[2]) for row in found("people.work-incomplete")] == [
        ("1", "务工所在地", "person_year"), ("2", "务工时间", "person_year")]  # fmt: skip


def test_silent_on_people_work_incomplete(found, member, home_of):
    member(code="1", work_months=5, work_place="厦门市")
    member(code="2", work_months=0)
    member(code="3", work_months=5, household=home_of("一般农户", code="9"))
    assert found("people.work-incomplete") == []


def test_fires_work_place_missing(found, stretch):
    key = stretch(county=None)
    assert found("work.place-missing") == [(PERSON, "务工所在县", "work_record", key)]


def test_silent_on_work_place_missing(found, stretch, ordinary):
    stretch()
    stretch(worked=None, from_on=None, county=None, planned="是")
    stretch(ordinary, county=None)
    assert found("work.place-missing") == []


@pytest.mark.parametrize("pay", [1, 39_999, 3_000_001])
def test_fires_work_pay_range(found, severities, stretch, pay):
    key = stretch(month_pay_fen=pay)
    assert found("work.pay-range") == [(PERSON, "务工月收入", "work_record", key)]
    assert severities("work.pay-range") == ["warning"]


def test_silent_on_work_pay_range(found, stretch, ordinary):
    for pay in (40_000, 3_000_000, None):
        stretch(month_pay_fen=pay)
    stretch(ordinary, month_pay_fen=1)
    assert found("work.pay-range") == []


def test_fires_work_details_missing(found, stretch):
    stretch()
    key = stretch(company=None, point_to_point=None)
    assert found("work.details-missing") == [
        (PERSON, "务工企业名称", "work_record", key), (PERSON, "是否点对点输送", "work_record", key)]  # fmt: skip


def test_silent_on_work_details_missing(found, stretch, ordinary):
    stretch()
    stretch(worked="否", company=None)
    stretch(ordinary, company=None)
    assert found("work.details-missing") == []


def test_fires_work_start_missing(found, stretch):
    key = stretch(from_on=None)
    assert found("work.start-missing") == [(PERSON, "务工开始时间", "work_record", key)]


def test_silent_on_work_start_missing(found, stretch, ordinary):
    stretch()
    stretch(worked="否", from_on=None)
    stretch(ordinary, from_on=None)
    assert found("work.start-missing") == []


def test_fires_work_overlap(found, stretch):
    stretch(from_on=dt.date(2024, 2, 1), through_on=dt.date(2025, 3, 1))
    later = stretch(from_on=dt.date(2025, 2, 1))
    assert found("work.overlap") == [(PERSON, "务工开始时间", "work_record", later)]


def test_a_stretch_that_ends_before_it_begins_is_found(found, stretch):
    key = stretch(through_on=dt.date(2025, 1, 1))
    assert found("work.overlap") == [(PERSON, "务工结束时间", "work_record", key)]


def test_silent_on_work_overlap(found, stretch):
    stretch(from_on=dt.date(2024, 2, 1), through_on=dt.date(2025, 2, 1))
    stretch(from_on=dt.date(2025, 2, 1), through_on=None)
    stretch(from_on=None)
    assert found("work.overlap") == []


@pytest.mark.parametrize("end", [None, dt.date(2026, 1, 1)])
def test_fires_work_returned_without_end(found, stretch, end):
    key = stretch(worked="否", through_on=end)
    assert found("work.returned-without-end") == [(PERSON, "务工结束时间", "work_record", key)]


def test_silent_on_work_returned_without_end(found, stretch, ordinary):
    stretch(worked="否", through_on=dt.date(2025, 11, 5))
    stretch()
    stretch(ordinary, worked="否")
    assert found("work.returned-without-end") == []


def test_fires_work_never_back(found, stretch):
    key = stretch(from_on=dt.date(2020, 12, 31))
    assert found("work.never-back") == [(PERSON, "务工开始时间", "work_record", key)]


def test_silent_on_work_never_back(found, stretch):
    stretch(from_on=dt.date(2019, 1, 1), through_on=dt.date(2020, 1, 1))
    stretch(from_on=dt.date(2021, 1, 1))
    assert found("work.never-back") == []


@pytest.mark.parametrize("channel", ["帮扶车间", "公益岗位"])
def test_fires_work_channel_outside(found, stretch, channel):
    key = stretch(channel=channel)
    assert found("work.channel-outside") == [(PERSON, "就业渠道", "work_record", key)]


def test_silent_on_work_channel_outside(found, stretch):
    stretch()
    stretch(city="漳州市", county="示范县", channel="帮扶车间")
    stretch(province=None, city=None, county=None, channel="帮扶车间")
    assert found("work.channel-outside") == []


def test_fires_work_fare_inside(found, stretch):
    key = stretch(city="漳州市", county="示范县", transport_fen=30_000)
    assert found("work.fare-inside") == [(PERSON, "年度交通费补助", "work_record", key)]


def test_a_fare_among_the_measures_is_found_too(found, stretch, member, measure, home_of):
    home = home_of("脱贫户", code="7")
    person = member(code="7", household=home)
    stretch(transport_fen=30_000)
    stretch(person, city="漳州市", county="示范县")
    key = measure(home, "就业帮扶", "外出务工交通补助", person_id=person)
    assert found("work.fare-inside") == [("7", "措施内容", "measure", key)]


def test_silent_on_work_fare_inside(found, stretch):
    stretch(transport_fen=30_000)
    stretch(city="漳州市", county="示范县", transport_fen=10)
    assert found("work.fare-inside") == []


def test_fires_work_export_nobody(found, stretch, member, measure, home_of):
    home = home_of("脱贫户", code="7")
    stretch(member(code="71", household=home), city="漳州市", county="示范县")
    key = measure(home, "就业帮扶", "劳务输出")
    assert found("work.export-nobody") == [("7", "措施内容", "measure", key)]


def test_silent_on_work_export_nobody(found, stretch, member, measure, home_of):
    home = home_of("脱贫户", code="7")
    stretch(member(code="71", household=home))
    measure(home, "就业帮扶", "劳务输出")
    told = home_of("脱贫户", code="8")
    member(code="81", household=told, work_place="浙江省温州市瓯海区", work_months=9)
    measure(told, "就业帮扶", "劳务输出")
    measure(home_of("脱贫户", code="6"), "就业帮扶", "帮扶车间")
    assert found("work.export-nobody") == []


def test_who_did_not_work_has_no_place_of_work(found, stretch, member):
    stretch(worked="否", from_on=None, county=None)
    key = stretch(member(code="2"), worked="否", county=None)
    assert [row[3] for row in found("work.place-missing")] == [key]


def test_nobody_is_outside_a_county_that_is_not_known(conn, village, found, stretch, measure, home_of):
    conn.write_rows(Village, updates=[(village, {"province": None, "city": None, "county": None})])
    stretch(channel="公益岗位", transport_fen=30_000)
    measure(home_of("脱贫户", code="8"), "就业帮扶", "劳务输出")
    for check in ("work.channel-outside", "work.fare-inside", "work.export-nobody"):
        assert found(check) == []


def test_a_city_tells_nothing_where_only_the_county_of_the_village_is_known(conn, village, found, stretch):
    conn.write_rows(Village, updates=[(village, {"province": None, "city": None, "county": "示范县"})])
    stretch(channel="公益岗位", county=None)
    assert found("work.channel-outside") == []


def test_a_place_alone_needs_no_months_in_a_year_of_which_no_list_brought_them(findings, member):
    member(code="1", work_months=5, work_place="厦门市")
    member(code="2", work_company="某电子厂", year=2025)
    member(code="3", work_place="厦门市", year=2024)
    told = [(finding.subject, finding.message) for finding in findings("people.work-incomplete")]
    assert told == [("2", "填了务工企业名称“某电子厂”，没有填务工时间")]
