"""Checks of water, house and phones."""

from __future__ import annotations

import pytest

from tests.builders import a_household, a_person
from villagebook.checks.living import is_phone

HOME = "3506991012030021"


@pytest.fixture
def home(conn, village):
    return lambda **fields: str(a_household(conn, village, code=HOME, **fields).household)


def test_fires_households_no_safe_water(found, severities, home):
    key = home(safe_water="否", statuses=("脱贫户",))
    assert found("households.no-safe-water") == [(HOME, "是否解决安全饮用水", "household", key)]
    assert severities("households.no-safe-water") == ["error"]


@pytest.mark.parametrize("statuses", [(), ("脱贫户", "脱贫不稳定户"), ("一般农户",)])
def test_a_household_that_is_monitored_or_not_lifted_is_to_be_looked_at(severities, home, statuses):
    home(safe_water="否", dangerous_house="是", statuses=statuses)
    assert severities("households.no-safe-water") == severities("households.dangerous-house") == ["warning"]


def test_what_a_household_is_monitored_for_is_not_told_again(found, home):
    open_, gone = {"kind": "边缘易致贫户", "risk2": "因安全住房"}, {"kind": "边缘易致贫户", "risk1": "因安全饮水"}
    home(safe_water="否", dangerous_house="是", statuses=(open_,))
    home(safe_water="否", statuses=({**gone, "removed": "是"},))
    assert found("households.dangerous-house") == []
    assert len(found("households.no-safe-water")) == 2


def test_silent_on_households_no_safe_water(found, home):
    home(safe_water="是", statuses=("脱贫户",))
    home(statuses=("脱贫户",))
    assert found("households.no-safe-water") == []


@pytest.mark.parametrize("fields", [{"dangerous_house": "是"}, {"danger_grade": "D级"}, {"danger_grade": "C"}])
def test_fires_households_dangerous_house(found, severities, home, fields):
    key = home(statuses=("脱贫户",), **fields)
    assert found("households.dangerous-house") == [(HOME, "是否危房户", "household", key)]
    assert severities("households.dangerous-house") == ["error"]


def test_silent_on_households_dangerous_house(found, home):
    home(dangerous_house="否", danger_grade="B级")
    assert found("households.dangerous-house") == []


def test_fires_households_phone(found, home):
    key = home(phone="1769408300")
    assert found("households.phone") == [(HOME, "户联系电话", "household", key)]


def test_silent_on_households_phone(found, home):
    home(phone="17694083008")
    home()
    assert found("households.phone") == []


def test_fires_people_phone(conn, village, found):
    key = a_person(conn, village, code="1", phone="12345678901")
    assert found("people.phone") == [("1", "成员联系电话", "person", str(key))]


def test_silent_on_people_phone(conn, village, found):
    a_person(conn, village, code="1", phone="139 0000 0000")
    assert found("people.phone") == []


@pytest.mark.parametrize("text", [
    "13900000000", "+8613900000000", "0596-3000000", "05963000000", "3000000", "13900000000、0596-3000000", "12317",
    "１３９００００００００",
])
def test_these_are_phones(text):
    assert is_phone(text)


@pytest.mark.parametrize("text", ["1390000000", "23900000000", "没有", "139000000001", "", "、", "0596-30000000000"])
def test_these_are_no_phones(text):
    assert not is_phone(text)
