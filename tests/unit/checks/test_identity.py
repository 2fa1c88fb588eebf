"""Checks of who a person is."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_household, a_person, an_id
from villagebook.checks import CHECKS

BORN = dt.date(1962, 5, 24)
GOOD = an_id(BORN)
WRONG = GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1")
CERTIFICATE = an_id(BORN, suffix="23")
CODE = "350699101203000101"


@pytest.fixture
def person(conn, village):
    """Give a function that makes a person with the code."""
    return lambda code=CODE, **fields: str(a_person(conn, village, code=code, **fields))


@pytest.mark.parametrize("number", ["35069919620524", GOOD + "1", "12345"])
def test_fires_people_id_length(found, person, number):
    key = person(id_number=number)
    assert found("people.id-length") == [(CODE, "证件号码", "person", key)]


@pytest.mark.parametrize("number", [GOOD, CERTIFICATE, GOOD + "23B1", None, "999999196205240019"])
def test_silent_on_people_id_length(found, person, number):
    person(id_number=number)
    assert found("people.id-length") == []


@pytest.mark.parametrize("number", [WRONG, WRONG + "23"])
def test_fires_people_id_check_digit(found, person, number):
    key = person(id_number=number)
    assert found("people.id-check-digit") == [(CODE, "证件号码", "person", key)]


@pytest.mark.parametrize("number", [GOOD, CERTIFICATE, "123", None])
def test_silent_on_people_id_check_digit(found, person, number):
    person(id_number=number)
    assert found("people.id-check-digit") == []


@pytest.mark.parametrize("born", [dt.date(2025, 11, 6), dt.date(2099, 1, 1)])
def test_fires_people_id_birth(found, person, born):
    key = person(id_number=an_id(born))
    assert found("people.id-birth") == [(CODE, "证件号码", "person", key)]


def test_silent_on_people_id_birth(found, person):
    person(id_number=an_id(dt.date(2025, 11, 5)))
    assert found("people.id-birth") == []


@pytest.mark.parametrize("suffix", ["83", "25", "05"])
def test_fires_people_id_certificate(found, person, suffix):
    key = person(id_number=an_id(BORN, suffix=suffix))
    assert found("people.id-certificate") == [(CODE, "证件号码", "person", key)]


def test_silent_on_people_id_certificate(found, person):
    person(id_number=CERTIFICATE)
    assert found("people.id-certificate") == []


def test_fires_people_sex_differs_from_id(found, person):
    key = person(id_number=an_id(BORN, "男"), sex="女")
    assert found("people.sex-differs-from-id") == [(CODE, "性别", "person", key)]


def test_silent_on_people_sex_differs_from_id(found, person):
    person(id_number=an_id(BORN, "女"), sex="女")
    person(code="2", id_number=WRONG, sex="女")
    person(code="3", id_number=GOOD)
    assert found("people.sex-differs-from-id") == []


def test_fires_people_birth_differs_from_id(found, person):
    key = person(id_number=GOOD, born=dt.date(1962, 5, 25))
    assert found("people.birth-differs-from-id") == [(CODE, "出生日期", "person", key)]


def test_silent_on_people_birth_differs_from_id(found, person):
    person(id_number=CERTIFICATE, born=BORN)
    person(code="2", id_number=WRONG, born=dt.date(1962, 5, 25))
    assert found("people.birth-differs-from-id") == []


def test_fires_people_id_twice(found, person):
    one, two = person(code="1", id_number=GOOD), person(code="2", id_number=CERTIFICATE)
    assert found("people.id-twice") == [("1", "证件号码", "person", one), ("2", "证件号码", "person", two)]


def test_silent_on_people_id_twice(conn, village, found, person):
    person(code="1", id_number=GOOD)
    person(code="2", id_number=an_id(BORN, serial=2))
    for code in ("3", "4"):
        person(code=code, id_number="999999196205240019")
    kept = a_person(conn, village, code="5", id_number=an_id(BORN, serial=3))
    person(code="6", id_number=an_id(BORN, serial=3), merged_into=kept)
    assert found("people.id-twice") == []


def test_fires_people_id_missing(found, person):
    one, two = person(code="1"), person(code="2", id_number="999999196205240019")
    assert found("people.id-missing") == [("1", "证件号码", "person", one), ("2", "证件号码", "person", two)]


def test_silent_on_people_id_missing(found, person):
    person(code="1", id_number=GOOD)
    person(code="2", extra={"证件号码": "3.50699201706300E+17"})
    assert found("people.id-missing") == []


@pytest.mark.parametrize("heading", ["证件号码", "身份证号码"])
def test_fires_people_id_ruined(found, person, heading):
    key = person(extra={heading: "3.50699201706300E+17", "省": "福建省"})
    assert found("people.id-ruined") == [(CODE, "证件号码", "person", key)]


def test_silent_on_people_id_ruined(found, person):
    person(extra={"别的": "3.50699201706300E+17", "证件号码": "不清楚"})
    assert found("people.id-ruined") == []


def test_fires_people_name_missing(found, person):
    key = person(name=None)
    assert found("people.name-missing") == [(CODE, "姓名", "person", key)]


def test_silent_on_people_name_missing(found, person):
    person(name="许玉美")
    assert found("people.name-missing") == []


def test_fires_households_card_ruined(conn, village, found):
    home = a_household(conn, village, code="H1", extra={"银行卡号": "6.221844311699449E+18"}).household
    assert found("households.card-ruined") == [("H1", "银行卡号", "household", str(home))]


def test_silent_on_households_card_ruined(conn, village, found):
    a_household(conn, village, code="H1", card="6221844311699448475", extra={"备用卡": "6.2E+18"})
    assert found("households.card-ruined") == []


def test_fires_people_household_unknown(found, person):
    person(household_code="3506991012039999", relation="之女")
    ((subject, field, table, _),) = found("people.household-unknown")
    assert (subject, field, table) == (CODE, "户编号", "membership")


def test_silent_on_people_household_unknown(conn, village, found, person):
    a_household(conn, village, people=({"code": "1", "relation": "户主"},))
    person(code="2")
    assert found("people.household-unknown") == []


def test_no_message_quotes_an_id_number(conn, scope, person):
    for code, number in (("1", GOOD), ("2", CERTIFICATE), ("3", WRONG), ("4", GOOD[:15])):
        person(code=code, id_number=number, sex="女", born=dt.date(1990, 1, 1))
    for check in CHECKS:
        for finding in check.run(conn, scope):
            assert GOOD[:12] not in finding.message


def test_fires_people_sex_missing(found, findings, home_of, person):
    person(code="1", sex="女")
    key = person(household=home_of("脱贫户"), id_number=GOOD)
    assert found("people.sex-missing") == [(CODE, "性别", "person", key)]
    assert [finding.proposal for finding in findings("people.sex-missing")] == ["男"]


def test_silent_on_people_sex_missing(found, home_of, person):
    person(code="1", sex="女", household=home_of("脱贫户"))
    person(code="2", household=home_of("一般农户", code="2"))
    assert found("people.sex-missing") == []


def test_fires_people_ethnicity_missing(found, home_of, person):
    home = home_of("边缘易致贫户")
    person(code="1", ethnicity="畲族", household=home)
    key = person(household=home)
    assert found("people.ethnicity-missing") == [(CODE, "民族", "person", key)]


def test_silent_on_people_ethnicity_missing(found, home_of, person):
    person(code="1", ethnicity="汉族", household=home_of("脱贫户"))
    person(code="2", household=home_of("一般农户", code="2"))
    assert found("people.ethnicity-missing") == []


def test_what_the_number_says_is_proposed(findings, person):
    person(id_number=GOOD, sex="女", born=dt.date(1962, 5, 25))
    assert [finding.proposal for finding in findings("people.sex-differs-from-id")] == ["男"]
    assert [finding.proposal for finding in findings("people.birth-differs-from-id")] == ["1962-05-24"]


@pytest.mark.parametrize("check", ["people.id-length", "people.id-check-digit", "people.id-birth"])
def test_passports_are_not_numbered_like_cards(found, person, check):
    person(code="1", id_number="E12345678", id_kind="护照")
    person(code="2", id_number="H0123456700", id_kind="港澳居民来往内地通行证")
    assert found(check) == []


def test_an_ordinary_household_without_any_number_is_not_asked_for_them(found, conn, village):
    a_household(conn, village, code="1", people=({"code": "11"}, {"code": "12"}))
    a_household(conn, village, code="2", statuses=("脱贫户",), people=({"code": "21"},))
    a_household(conn, village, code="3", people=({"code": "31"}, {"code": "32", "id_number": GOOD}))
    assert [row[0] for row in found("people.id-missing")] == ["21", "31"]
