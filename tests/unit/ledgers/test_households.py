"""The households' ledger looks at members, statuses and incomes as of a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.builders import a_group, a_household, a_person, add
from villagebook.ledgers import LEDGERS, rows
from villagebook.models import HouseholdYear, Membership, Person

HOUSEHOLDS = LEDGERS["households"]


def only_row(conn, scope):
    (row,) = rows(conn, HOUSEHOLDS, scope)
    return row


def on(scope, *day):
    return replace(scope, on=dt.date(*day))


def test_members_are_those_on_the_day(conn, village, scope):
    a_household(conn, village, people=(
        {"relation": "户主"},
        {"relation": "之子", "from_on": dt.date(2024, 5, 1)},
        {"relation": "之父", "through_on": dt.date(2024, 6, 30)},
    ))
    assert only_row(conn, on(scope, 2024, 4, 30))["members"] == 2
    assert only_row(conn, on(scope, 2024, 6, 30))["members"] == 3
    assert only_row(conn, on(scope, 2024, 7, 1))["members"] == 2


def test_a_person_merged_into_another_counts_once(conn, village, scope):
    home = a_household(conn, village, people=({"name": "甲"},))
    (first,) = home.people
    second = a_person(conn, village, household=home.household, merged_into=first)
    a_person(conn, village, household=home.household, merged_into=second)
    assert only_row(conn, scope)["members"] == 1


def test_statuses_are_those_on_the_day_in_the_order_of_the_list(conn, village, scope):
    a_household(conn, village, statuses=(
        {"kind": "边缘易致贫户", "from_on": dt.date(2024, 6, 18)},
        "脱贫户",
        {"kind": "低保户", "through_on": dt.date(2023, 12, 31)},
        "自己写的",
    ))
    assert only_row(conn, scope)["status"] == "脱贫户、边缘易致贫户、自己写的"
    assert only_row(conn, on(scope, 2023, 12, 31))["status"] == "脱贫户、低保户、自己写的"


def test_a_monitored_status_ends_when_its_risk_is_removed(conn, village, scope):
    removed = {"kind": "突发严重困难户", "removed": "是", "removed_on": dt.date(2025, 3, 1)}
    a_household(conn, village, statuses=(removed,))
    assert only_row(conn, on(scope, 2025, 2, 28))["status"] == "突发严重困难户"
    assert only_row(conn, on(scope, 2025, 3, 1))["status"] is None


def test_a_household_without_status_has_an_empty_cell(conn, village, scope):
    a_household(conn, village)
    assert only_row(conn, scope)["status"] is None


def test_income_is_that_of_the_newest_year_up_to_the_day(conn, village, scope):
    home = a_household(conn, village, income={"year": 2024, "net_fen": 100, "population": 2})
    add(conn, HouseholdYear, village_id=village, household_id=home.household, year=2025, net_fen=200)
    add(conn, HouseholdYear, village_id=village, household_id=home.household, year=2026, net_fen=300)
    row = only_row(conn, scope)
    assert (row["year"], row["net_income_fen"], row["population"]) == (2025, 200, None)
    assert only_row(conn, on(scope, 2024, 1, 1))["net_income_fen"] == 100
    assert only_row(conn, on(scope, 2023, 1, 1))["year"] is None


def test_the_resolved_head_and_group_go_before_the_text_as_typed(conn, village, scope):
    head = add(conn, Person, village_id=village, name="许玉美")
    group = a_group(conn, village, "下溪")
    a_household(conn, village, head="许玉梅", head_id=head, group="下溪组", group_id=group)
    row = only_row(conn, scope)
    assert (row["head"], row["group"]) == ("许玉美", "下溪")


def test_two_memberships_of_one_person_in_one_household_count_once(conn, village, scope):
    home = a_household(conn, village, people=({"relation": "户主"},))
    add(conn, Membership, village_id=village, person_id=home.people[0], household_id=home.household)
    assert only_row(conn, scope)["members"] == 1


def test_an_ended_household_is_listed_through_its_last_day(conn, village, scope):
    a_household(conn, village, ended_on=dt.date(2025, 3, 1), ended_why="整户迁出")
    assert len(list(rows(conn, HOUSEHOLDS, on(scope, 2025, 3, 1)))) == 1
    assert list(rows(conn, HOUSEHOLDS, on(scope, 2025, 3, 2))) == []


def test_a_merged_household_is_gone_on_the_day_itself(conn, village, scope):
    into = a_household(conn, village, code="H1").household
    a_household(conn, village, code="H2", ended_on=dt.date(2025, 3, 1), ended_why="合户", merged_into=into)
    assert [row["code"] for row in rows(conn, HOUSEHOLDS, on(scope, 2025, 2, 28))] == ["H1", "H2"]
    assert [row["code"] for row in rows(conn, HOUSEHOLDS, on(scope, 2025, 3, 1))] == ["H1"]


def test_a_household_split_off_later_is_not_there_before(conn, village, scope):
    a_household(conn, village, people=({"relation": "户主", "from_on": dt.date(2025, 3, 1)},))
    assert list(rows(conn, HOUSEHOLDS, on(scope, 2025, 2, 28))) == []
    assert only_row(conn, on(scope, 2025, 3, 1))["members"] == 1
