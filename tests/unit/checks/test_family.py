"""Checks of how a household is put together."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_household, a_person, an_id

HOME = "3506991012030001"


@pytest.fixture
def home(conn, village):
    """Give a function that makes a household of people given as (relation, fields)."""

    def make(*people, **fields):
        given = tuple({"code": str(place), "relation": who, **more} for place, (who, more) in enumerate(people))
        return a_household(conn, village, code=HOME, people=given, **fields)

    return make


def born(year):
    return {"born": dt.date(year, 1, 1)}


def test_fires_households_no_head(found, home):
    keys = home(("配偶", {}), ("之子", {}))
    assert found("households.no-head") == [(HOME, "与户主关系", "household", str(keys.household))]


def test_silent_on_households_no_head(found, home, conn, village):
    home(("户主", {}), ("配偶", {}))
    a_household(conn, village, code="空户")
    assert found("households.no-head") == []


def test_fires_households_two_heads(found, home):
    keys = home(("户主", {}), ("户主", {}))
    assert found("households.two-heads") == [(HOME, "与户主关系", "household", str(keys.household))]


def test_silent_on_households_two_heads(found, home):
    home(("户主", {"through_on": dt.date(2025, 3, 31)}), ("户主", {"from_on": dt.date(2025, 4, 1)}))
    assert found("households.two-heads") == []


def test_fires_households_two_spouses(found, home):
    keys = home(("户主", {}), ("配偶", {}), ("配偶", {}))
    assert found("households.two-spouses") == [(HOME, "与户主关系", "household", str(keys.household))]


def test_silent_on_households_two_spouses(found, home):
    home(("户主", {}), ("配偶", {}))
    assert found("households.two-spouses") == []


def test_fires_people_relation_missing(found, home):
    home(("户主", {}), (None, {}))
    assert [row[:3] for row in found("people.relation-missing")] == [("1", "与户主关系", "membership")]


def test_silent_on_people_relation_missing(found, home, conn, village):
    home(("户主", {}))
    a_person(conn, village, code="9")
    assert found("people.relation-missing") == []


@pytest.mark.parametrize(("relation", "sex"), [("之女", "男"), ("之子", "女"), ("之儿媳", "男"), ("之曾孙女", "男")])
def test_fires_people_relation_sex(found, home, relation, sex):
    home(("户主", {}), (relation, {"sex": sex, "id_number": an_id(dt.date(1990, 1, 1), sex)}))
    assert [row[:3] for row in found("people.relation-sex")] == [("1", "与户主关系", "membership")]


def test_silent_on_people_relation_sex(found, home):
    home(
        ("户主", {"sex": "女"}), ("配偶", {"sex": "男"}), ("之子", {"sex": "男"}), ("之兄弟姐妹", {"sex": "女"}),
        # Sex and ID number disagree: that is the fault, and it has a check of its own.
        ("之孙子", {"sex": "女", "id_number": an_id(dt.date(2010, 1, 1), "男")}),
    )  # fmt: skip
    assert found("people.relation-sex") == []


@pytest.mark.parametrize(("relation", "year"), [("之父", 1950), ("之子", 1970), ("之祖母", 1940), ("之孙女", 1985)])
def test_fires_people_relation_age(found, home, relation, year):
    home(("户主", born(1960)), (relation, born(year)))
    assert [row[:3] for row in found("people.relation-age")] == [("1", "与户主关系", "membership")]


def test_silent_on_people_relation_age(found, home):
    home(
        ("户主", born(1960)), ("之父", born(1946)), ("之子", born(1974)), ("之祖母", born(1930)),
        ("之孙女", born(1990)), ("配偶", born(1999)), ("之女", {}),
    )  # fmt: skip
    assert found("people.relation-age") == []


def test_fires_people_young_head(found, home):
    home(("户主", {"born": dt.date(2007, 11, 6)}))
    assert [row[:3] for row in found("people.young-head")] == [("0", "与户主关系", "membership")]


def test_silent_on_people_young_head(found, home):
    home(("户主", {"born": dt.date(2007, 11, 5)}), ("之子", born(2020)))
    assert found("people.young-head") == []


def test_fires_households_member_count(found, home):
    keys = home(("户主", {}), ("配偶", {}), income={"population": 3})
    assert found("households.member-count") == [(HOME, "家庭人口数", "household_year", str(keys.year))]


def test_silent_on_households_member_count(found, home):
    home(
        ("户主", {}), ("配偶", {}), ("之子", {"from_on": dt.date(2025, 3, 1)}),
        ("之父", {"through_on": dt.date(2024, 6, 1)}),
        income={"year": 2024, "population": 2},
    )  # fmt: skip
    assert found("households.member-count") == []


def test_fires_households_empty(found, home):
    keys = home()
    assert found("households.empty") == [(HOME, "家庭成员", "household", str(keys.household))]


def test_silent_on_households_empty(found, home):
    home(("户主", {}))
    assert found("households.empty") == []


def couple(conn, village, head, spouse):
    people = ({"code": "1", "relation": "户主", **head}, {"code": "2", "relation": "配偶", **spouse})
    return a_household(conn, village, people=people)


def test_fires_people_couple_sex(conn, village, found):
    couple(conn, village, {"sex": "男"}, {"sex": "男"})
    assert [row[:3] for row in found("people.couple-sex")] == [("2", "与户主关系", "membership")]


def test_silent_on_people_couple_sex(conn, village, found):
    couple(conn, village, {"sex": "男"}, {"sex": "女"})
    couple(conn, village, {"sex": "男"}, {})
    # The spouse's own number says 女: the sex is wrong, not the relation.
    couple(conn, village, {"sex": "男"}, {"sex": "男", "id_number": an_id(dt.date(1962, 5, 24), "女")})
    assert found("people.couple-sex") == []


def test_the_relation_of_the_other_sex_is_proposed_where_the_number_agrees(conn, village, findings):
    number = an_id(dt.date(1990, 5, 24), "女")
    a_household(conn, village, people=({"code": "1", "relation": "之子", "sex": "女", "id_number": number},))
    a_household(conn, village, people=({"code": "2", "relation": "之公公", "sex": "女"},))
    assert [finding.proposal for finding in findings("people.relation-sex")] == ["之女", None]


def test_an_ordinary_household_without_any_relation_is_told_nothing_of_them(found, conn, village):
    a_household(conn, village, code="1", people=({"code": "11"}, {"code": "12"}))
    a_household(conn, village, code="2", statuses=("脱贫户",), people=({"code": "21"},))
    a_household(conn, village, code="3", people=({"code": "31"}, {"code": "32", "relation": "之子"}))
    assert [row[0] for row in found("households.no-head")] == ["2", "3"]
    assert [row[0] for row in found("people.relation-missing")] == ["21", "31"]


def test_parents_in_law_are_older_than_the_spouse_not_than_the_head(findings, home):
    home(("户主", born(1970)), ("配偶", born(1992)), ("之岳父", born(1968)), ("之岳母", born(1985)))
    told = [(finding.subject, finding.message) for finding in findings("people.relation-age")]
    assert told == [("3", "之岳母应比配偶年长至少 14 岁，现在差 7 岁")]


def test_parents_in_law_are_compared_with_the_head_where_no_spouse_is_known(findings, home):
    home(("户主", born(1970)), ("之岳父", born(1968)))
    assert [f.message for f in findings("people.relation-age")] == ["之岳父应比户主年长至少 14 岁，现在差 2 岁"]
