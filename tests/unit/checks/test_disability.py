"""Checks of disability certificates and subsidies."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import an_id

CODE = "350699101203001001"
HOME = "3506991012030010"
BORN = dt.date(1962, 5, 24)


def where(rows):
    return [row[:3] for row in rows]


@pytest.mark.parametrize("health", ["残疾", "残疾,长期慢性病", "患有大病,残疾"])
def test_fires_people_disabled_without_certificate(found, member, health):
    member(health=health, id_number=an_id(BORN), id_kind="居民身份证(户口簿)")
    assert where(found("people.disabled-without-certificate")) == [(CODE, "健康状况", "person_year")]


def test_silent_on_people_disabled_without_certificate(found, member, home_of):
    member(code="1", health="残疾", id_number=an_id(BORN, suffix="23"))
    member(code="2", health="残疾", id_kind="残疾人证")
    member(code="3", health="长期慢性病", id_number=an_id(BORN))
    member(code="4", health="残疾", id_number=an_id(BORN), household=home_of("一般农户", code="9"))
    assert found("people.disabled-without-certificate") == []


def test_fires_measures_disability_subsidy_for_nobody(found, home_of, member, measure):
    home = home_of("脱贫户")
    member(household=home, health="健康")
    key = measure(home, item="困难残疾人生活补贴")
    assert found("measures.disability-subsidy-for-nobody") == [(HOME, "措施内容", "measure", key)]


def test_silent_on_measures_disability_subsidy_for_nobody(found, home_of, member, measure):
    disabled, unknown, old = home_of("脱贫户", code="1"), home_of("脱贫户", code="2"), home_of("脱贫户", code="3")
    member(code="1", household=disabled, health="残疾")
    member(code="2", household=disabled, health="健康")
    member(code="3", household=unknown)
    member(code="4", household=old, health="健康")
    measure(disabled, item="残疾人两项补贴")
    measure(unknown, item="残疾人补贴")
    measure(old, item="残疾人补贴", year=2023)
    assert found("measures.disability-subsidy-for-nobody") == []


def test_fires_people_severe_disability_without_subsidy(found, home_of, member, measure):
    home = home_of("边缘易致贫户")
    member(household=home, health="残疾", id_number=an_id(BORN, suffix="31"))
    measure(home, item="低保")
    assert where(found("people.severe-disability-without-subsidy")) == [(CODE, "健康状况", "person_year")]


def test_silent_on_people_severe_disability_without_subsidy(found, home_of, member, measure):
    with_it, light = home_of("边缘易致贫户", code="1"), home_of("边缘易致贫户", code="2")
    lifted = home_of("脱贫户", code="3")
    member(code="1", household=with_it, health="残疾", id_number=an_id(BORN, suffix="31"))
    member(code="2", household=light, health="残疾", id_number=an_id(BORN, serial=1, suffix="33"))
    member(code="3", household=lifted, health="残疾", id_number=an_id(BORN, serial=2, suffix="31"))
    member(code="4", household=light, health="残疾", id_number=an_id(BORN, serial=3, suffix="31"), year=2024)
    measure(with_it, item="重度残疾人护理补贴")
    assert found("people.severe-disability-without-subsidy") == []
