"""Checks of missing phones, those of workers, and numbers in several places."""

from __future__ import annotations

import pytest

from tests.builders import add
from villagebook.checks.run import run_on
from villagebook.models import WorkRecord

PERSON = "350699101203001001"
HOME = "3506991012030010"
ONE, OTHER = "13900000001", "13900000002"


@pytest.fixture
def works_in(conn, village):
    """Give a function: person, county -> a stretch of work that lasts."""
    return lambda person, county: add(
        conn, WorkRecord, village_id=village, person_id=person, worked="是", county=county)


def test_fires_households_phone_missing(found, home_of):
    key = home_of("脱贫户")
    assert found("households.phone-missing") == [(HOME, "户联系电话", "household", str(key))]


def test_the_heads_own_phone_is_proposed(findings, home_of, member):
    home = home_of("脱贫户")
    member(code="1", household=home, relation="之子", phone=OTHER)
    member(code="2", household=home, relation="户主", phone=ONE)
    assert [one.proposal for one in findings("households.phone-missing")] == [ONE]


def test_silent_on_households_phone_missing(found, home_of):
    home_of("脱贫户", code="1", phone=ONE)
    home_of("一般农户", code="2")
    assert found("households.phone-missing") == []


@pytest.mark.parametrize("phone", [None, "0596-3000001"])
def test_fires_people_worker_phone(found, member, phone):
    key = member(work_months=3, phone=phone)
    assert found("people.worker-phone") == [(PERSON, "成员联系电话", "person", str(key))]


def test_silent_on_people_worker_phone(found, member, home_of):
    member(code="1", work_months=3, phone=f"+86 {ONE}")
    member(code="2", work_months=0)
    member(code="3", work_months=3, phone="1390000")  # of no shape at all: told by the check of the shape
    member(code="4", work_months=3, household=home_of("一般农户", code="9"))
    assert found("people.worker-phone") == []


def test_fires_people_phone_two_counties(found, findings, member, works_in):
    one, other = member(code="1", name="甲", phone=ONE), member(code="2", name="乙", phone=f"{ONE[:3]} {ONE[3:]}")
    works_in(one, "同安区")
    works_in(other, "晋江市")
    assert found("people.phone-two-counties") == [
        ("1", "成员联系电话", "person", str(one)), ("2", "成员联系电话", "person", str(other))]  # fmt: skip
    assert "乙（晋江市）" in findings("people.phone-two-counties")[0].message


def test_silent_on_people_phone_two_counties(found, member, works_in):
    for code, phone, county in (("1", ONE, "同安区"), ("2", ONE, "同安区"), ("3", OTHER, "晋江市")):
        works_in(member(code=code, phone=phone), county)
    assert found("people.phone-two-counties") == []


def test_of_several_places_of_work_the_last_counts(found, member, works_in):
    one, other = member(code="1", phone=ONE), member(code="2", phone=ONE)
    works_in(one, "晋江市")
    works_in(one, "同安区")
    works_in(other, "同安区")
    assert found("people.phone-two-counties") == []


def test_fires_households_phone_shared(found, home_of):
    one, other = home_of("脱贫户", phone=ONE), home_of("一般农户", code="2", phone=f"86{ONE}")
    assert found("households.phone-shared") == [
        ("2", "户联系电话", "household", str(other)), (HOME, "户联系电话", "household", str(one))]  # fmt: skip


def test_silent_on_households_phone_shared(found, home_of):
    home_of("脱贫户", code="1", phone=ONE)
    home_of("脱贫户", code="2", phone=OTHER)
    for code in ("3", "4"):
        home_of("一般农户", code=code, phone="13900000009")
    assert found("households.phone-shared") == []


def test_a_phone_shared_is_found_when_one_household_alone_is_looked_at(conn, scope, home_of):
    one, other = home_of("脱贫户", phone=ONE), home_of("一般农户", code="2", phone=f"86{ONE}")
    home_of("一般农户", code="3", phone=OTHER)
    for key, subject in ((one, HOME), (other, "2")):
        told = [(found.subject, found.id) for found in run_on(conn, scope, [key]) if found.id.endswith("phone-shared")]
        assert told == [(subject, "households.phone-shared")]
