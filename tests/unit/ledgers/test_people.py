"""The people's ledger has each person once, in the household of the day, with the newest year."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.builders import a_household, a_person, add
from villagebook.ledgers import LEDGERS, count, rows
from villagebook.models import Membership, PersonYear

PEOPLE = LEDGERS["people"]


def test_a_person_stands_in_the_household_of_the_day(conn, village, scope):
    old = a_household(conn, village, code="1", people=(
        {"name": "许玉美", "relation": "之女", "through_on": dt.date(2025, 4, 30)},))
    new = a_household(conn, village, code="2", head="王一")
    add(conn, Membership, village_id=village, person_id=old.people[0], household_id=new.household, relation="配偶",
        from_on=dt.date(2025, 5, 1))
    (before,) = rows(conn, PEOPLE, replace(scope, on=dt.date(2025, 4, 30)))
    (after,) = rows(conn, PEOPLE, scope)
    assert (before["household"], before["relation"]) == ("1", "之女")
    assert (after["household"], after["relation"], after["head"]) == ("2", "配偶", "王一")


def test_an_unresolved_household_is_shown_as_typed(conn, village, scope):
    a_person(conn, village, household_code="3506991012039999", relation="之女")
    (row,) = rows(conn, PEOPLE, scope)
    assert row["household"] == "3506991012039999"


def test_a_person_without_membership_is_listed(conn, village, scope):
    a_person(conn, village, name="林无户")
    (row,) = rows(conn, PEOPLE, scope)
    assert (row["name"], row["household"]) == ("林无户", None)


def test_merged_persons_are_one_row_that_finds_their_household_and_year(conn, village, scope):
    kept = a_person(conn, village, name="许玉美")
    home = a_household(conn, village, people=({"name": "许玉美", "relation": "户主", "merged_into": kept},))
    add(conn, PersonYear, village_id=village, person_id=home.people[0], year=2025, education="初中")
    other = a_person(conn, village, name="别人")
    found = {row.key: (row["household"], row["education"]) for row in rows(conn, PEOPLE, scope)}
    assert found == {kept: ("3506991012030001", "初中"), other: (None, None)}


@pytest.mark.parametrize(
    ("born", "age"),
    [((2000, 11, 5), 25), ((2000, 11, 6), 24), ((2000, 12, 1), 24), ((2000, 2, 29), 25), ((2025, 11, 5), 0)],
)
def test_age_is_in_full_years_on_the_day(conn, village, scope, born, age):
    a_person(conn, village, born=dt.date(*born))
    (row,) = rows(conn, PEOPLE, scope)
    assert row["age"] == age


def test_age_is_empty_without_day_of_birth(conn, village, scope):
    a_person(conn, village, name="无名")
    (row,) = rows(conn, PEOPLE, scope)
    assert row["age"] is None


def test_people_come_by_household_and_place_in_it(conn, village, scope):
    a_household(conn, village, code="2", people=({"code": "b", "position": 2}, {"code": "a", "position": 1}))
    a_household(conn, village, code="1", people=({"code": "z"},))
    assert [row["code"] for row in rows(conn, PEOPLE, scope)] == ["z", "a", "b"]


def test_several_memberships_do_not_double_a_person(conn, village, scope):
    home = a_household(conn, village, people=({"relation": "户主"},))
    add(conn, Membership, village_id=village, person_id=home.people[0], household_id=home.household)
    assert count(conn, PEOPLE, scope) == 1


def test_who_left_or_is_yet_to_come_is_not_listed(conn, village, scope):
    a_household(conn, village, people=(
        {"name": "许玉美", "relation": "户主"},
        {"name": "许老", "relation": "之父", "through_on": dt.date(2025, 3, 1), "why_ended": "死亡"},
        {"name": "许小", "relation": "之子", "from_on": dt.date(2025, 3, 2), "why": "出生"},
    ))  # fmt: skip

    def names(day):
        return {row["name"] for row in rows(conn, PEOPLE, replace(scope, on=day))}

    assert names(dt.date(2025, 3, 1)) == {"许玉美", "许老"}
    assert names(dt.date(2025, 3, 2)) == {"许玉美", "许小"}
