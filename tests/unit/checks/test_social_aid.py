"""Checks of 低保, 特困 and households that cannot work."""

from __future__ import annotations

import datetime as dt

import pytest

CODE = "350699101203001001"
HOME = "3506991012030010"
ADULT = dt.date(1985, 5, 24)
MARK = "整户无劳动能力兜底保障户"


def where(rows):
    return [row[:3] for row in rows]


@pytest.mark.parametrize(("fields", "heading"), [
    ({"subsistence": "是"}, "是否享受低保"), ({"subsistence_policy": "农村低保", "subsistence": "否"}, "是否享受低保"),
    ({"destitute": "是", "subsistence": "否"}, "是否特困供养人员"),
])  # fmt: skip
def test_fires_measures_aid_not_listed(found, home_of, member, measure, fields, heading):
    home = home_of("脱贫不稳定户")
    member(household=home, **fields)
    measure(home, item="临时救助")
    assert where(found("measures.aid-not-listed")) == [(CODE, heading, "person_year")]


def test_silent_on_measures_aid_not_listed(found, home_of, member, measure):
    listed, before = home_of("脱贫不稳定户", code="1"), home_of("边缘易致贫户", code="3")
    lifted = home_of("脱贫户", code="2")
    member(code="1", household=listed, subsistence="是", subsistence_policy="未享受")
    member(code="2", household=lifted, subsistence="是")
    member(code="3", household=before, subsistence="是", year=2024)
    measure(listed, item="农村低保")
    assert found("measures.aid-not-listed") == []


@pytest.mark.parametrize("item", ["农村低保", "特困供养"])
def test_fires_measures_aid_for_nobody(found, home_of, member, measure, item):
    home = home_of("脱贫户")
    member(household=home, subsistence="否", destitute="否")
    key = measure(home, item=item)
    assert found("measures.aid-for-nobody") == [(HOME, "措施内容", "measure", key)]


def test_silent_on_measures_aid_for_nobody(found, home_of, member, measure):
    home, old = home_of("脱贫户", code="1"), home_of("脱贫户", code="2")
    member(code="1", household=home, subsistence="是", destitute="是")
    member(code="2", household=home, subsistence="否")
    member(code="3", household=old, subsistence="否")
    measure(home, item="农村低保")
    measure(home, item="特困供养")
    measure(old, item="农村低保", year=2022)
    assert found("measures.aid-for-nobody") == []


def test_aid_is_for_nobody_only_where_the_year_was_told_who_has_it(found, home_of, member, measure):
    home = home_of("脱贫户")
    member(household=home, subsistence="否")
    measure(home, item="特困供养")
    assert found("measures.aid-for-nobody") == []
    member(code="2", household=home, destitute_policy="未享受")
    assert len(found("measures.aid-for-nobody")) == 1


def test_fires_people_healthy_destitute(found, member):
    member(born=ADULT, health="健康", destitute="是")
    assert where(found("people.healthy-destitute")) == [(CODE, "是否特困供养人员", "person_year")]


def test_silent_on_people_healthy_destitute(found, member):
    member(code="1", born=ADULT, health="残疾", destitute="是")
    member(code="2", born=dt.date(1960, 1, 1), health="健康", destitute="是")
    member(code="3", born=dt.date(2006, 1, 1), health="健康", destitute="是", school="本科一年级")
    member(code="4", born=dt.date(2012, 1, 1), health="健康", destitute="是")
    member(code="5", born=ADULT, health="健康", destitute="否")
    assert found("people.healthy-destitute") == []


def test_fires_households_no_labour_no_subsistence(found, home_of, member):
    home = home_of("脱贫户")
    member(code="1", household=home, labour="无劳动力", subsistence="否")
    member(code="2", household=home, labour="丧失劳动力", subsistence="否")
    assert found("households.no-labour-no-subsistence") == [(HOME, "是否享受低保", "household", str(home))]


def test_silent_on_households_no_labour_no_subsistence(found, home_of, member):
    member(code="1", household=home_of("脱贫户", code="1"), labour="无劳动力", subsistence="是")
    member(code="2", household=home_of("脱贫户", code="2"), labour="弱劳动力或半劳动力", subsistence="否")
    member(code="3", household=home_of("脱贫户", "低保户", code="3"), labour="无劳动力", subsistence="否")
    member(code="4", household=home_of("一般农户", code="4"), labour="无劳动力", subsistence="否")
    member(code="5", household=home_of("脱贫户", code="5"), subsistence="否")
    assert found("households.no-labour-no-subsistence") == []


def test_fires_households_no_labour_not_marked(found, findings, home_of, member):
    home = home_of("边缘易致贫户", no_labour_covered="否")
    member(household=home, labour="无劳动力")
    assert found("households.no-labour-not-marked") == [(HOME, MARK, "household", str(home))]
    assert [finding.proposal for finding in findings("households.no-labour-not-marked")] == ["是"]


def test_silent_on_households_no_labour_not_marked(found, home_of, member):
    member(code="1", household=home_of("边缘易致贫户", code="1", no_labour_covered="是"), labour="无劳动力")
    member(code="2", household=home_of("边缘易致贫户", code="2", no_labour_covered="否"), labour="普通劳动力")
    member(code="3", household=home_of("脱贫户", code="3", no_labour_covered="否"), labour="无劳动力")
    assert found("households.no-labour-not-marked") == []


def test_fires_measures_only_social(found, home_of, member, measure):
    home = home_of("边缘易致贫户")
    member(household=home, labour="普通劳动力")
    key = measure(home, item="低保")
    assert found("measures.only-social") == [(HOME, "措施类别", "measure", key)]


def test_silent_on_measures_only_social(found, home_of, member, measure):
    both, unable, none = (home_of("边缘易致贫户", code=code) for code in "123")
    member(code="1", household=both, labour="普通劳动力")
    member(code="2", household=unable, labour="弱劳动力或半劳动力")
    member(code="3", household=none, labour="普通劳动力")
    measure(both, item="低保")
    measure(both, "就业帮扶", "劳务输出")
    measure(unable, item="低保")
    assert found("measures.only-social") == []
