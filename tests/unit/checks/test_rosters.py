"""Checks of rosters."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.builders import a_household, a_project, a_roster_line

PROJECT, HOME = "35069920250007", "3506991012030016"


@pytest.fixture
def project(conn, village):
    return a_project(conn, village, code=PROJECT, mode="分户实施", planned_fen=300_000, covers_households=2).project


@pytest.fixture
def homes(conn, village):
    return [a_household(conn, village, code=f"H{number}").household for number in range(3)]


@pytest.fixture
def line(conn, village, project):
    """Give a function that makes a line; without household it stands for the unknown code given."""

    def make(household=None, amount=150_000, **fields):
        return str(a_roster_line(conn, village, project, household, amount, **fields))

    return make


@pytest.mark.parametrize(("quantity", "rate", "amount"), [("3", 60_000, 190_000), ("0.5", 3, 3)])
def test_fires_rosters_line_product(found, homes, line, quantity, rate, amount):
    key = line(homes[0], amount, quantity=Decimal(quantity), rate_fen=rate)
    assert found("rosters.line-product") == [(PROJECT, "补助金额", "roster_line", key)]


def test_silent_on_rosters_line_product(found, homes, line):
    line(homes[0], 180_000, quantity=Decimal(3), rate_fen=60_000)
    line(homes[1], 2, quantity=Decimal("0.5"), rate_fen=3)
    line(homes[2], 5)
    assert found("rosters.line-product") == []


def test_fires_rosters_household_twice(found, homes, line):
    line(homes[0], list_number=1)
    second = line(homes[0], list_number=2)
    assert found("rosters.household-twice") == [(PROJECT, "户编号", "roster_line", second)]


def test_an_unknown_household_twice_is_found_by_its_code(found, line):
    line(household_code="H9", list_number=1)
    second = line(household_code="H9", list_number=2)
    assert found("rosters.household-twice") == [(PROJECT, "户编号", "roster_line", second)]


def test_silent_on_rosters_household_twice(conn, village, found, homes, line):
    line(homes[0])
    line(homes[1])
    line(head_name="甲")
    line(head_name="甲")
    a_roster_line(conn, village, a_project(conn, village, code="P2").project, homes[0], 1)
    assert found("rosters.household-twice") == []


def test_fires_rosters_household_unknown(found, severities, line):
    key = line(household_code="3506991012038888", list_number=1)
    without = line(head_name="许玉美", list_number=2)
    assert found("rosters.household-unknown") == [
        (PROJECT, "户编号", "roster_line", key), (PROJECT, "户编号", "roster_line", without),
    ]  # fmt: skip
    assert severities("rosters.household-unknown") == ["error", "warning"]


def test_silent_on_rosters_household_unknown(found, homes, line):
    line(homes[0])
    assert found("rosters.household-unknown") == []


def test_fires_rosters_project_unknown(conn, village, found, homes):
    first = a_roster_line(conn, village, None, homes[0], 1, project_code="P9", list_number=1)
    a_roster_line(conn, village, None, homes[1], 1, project_code="P9", list_number=2)
    assert found("rosters.project-unknown") == [("P9", "项目编号", "roster_line", str(first))]


def test_silent_on_rosters_project_unknown(found, homes, line):
    line(homes[0])
    assert found("rosters.project-unknown") == []


def test_fires_rosters_sum_differs(found, homes, line, project):
    line(homes[0], 150_000)
    line(homes[1], 150_001)
    assert found("rosters.sum-differs") == [(PROJECT, "资金投入合计", "project", str(project))]


def test_silent_on_rosters_sum_differs(conn, village, found, homes, line):
    line(homes[0], 150_000)
    line(homes[1], 150_000)
    shared = a_project(conn, village, code="P2", mode="集体实施", planned_fen=9).project
    a_roster_line(conn, village, shared, homes[0], 1)
    a_project(conn, village, code="P3", mode="分户实施", planned_fen=9)
    assert found("rosters.sum-differs") == []


def test_fires_rosters_count_differs(found, homes, line, project):
    for home in homes:
        line(home)
    assert found("rosters.count-differs") == [(PROJECT, "受益户数", "project", str(project))]


def test_silent_on_rosters_count_differs(found, homes, line):
    line(homes[0])
    line(homes[0])
    line(homes[1])
    assert found("rosters.count-differs") == []


def gone(conn, village, code, **fields):
    """A household of 张山, who was its head from 2020 on."""
    person = {"name": "张山", "relation": "户主", "from_on": dt.date(2020, 1, 1)}
    return a_household(conn, village, code=code, head="张山", people=(person | fields.pop("person", {}),), **fields)


def test_fires_rosters_household_gone(conn, village, findings, line):
    moved = gone(conn, village, "H11", ended_on=dt.date(2025, 3, 1), ended_why="整户迁出").household
    dead = gone(conn, village, "H12", person={
        "through_on": dt.date(2025, 3, 1), "why_ended": "死亡", "living_state": "已故"}).household
    unknown_day = gone(conn, village, "H13", person={"living_state": "已故"}).household
    keys = [line(home, received_on=dt.date(2025, 3, 2), list_number=no, head_name="张山")
            for no, home in enumerate((moved, dead, unknown_day))]  # fmt: skip
    found = findings("rosters.household-gone")
    assert [(f.subject, f.field, *f.record) for f in found] == [(PROJECT, "户编号", "roster_line", key) for key in keys]
    assert [f.message for f in found] == [
        "H11 张山：2025-03-01 已整户迁出，还在花名册里", "H12 张山：张山 2025-03-01 已故，还在花名册里",
        "H13 张山：张山 已故，还在花名册里"]


def test_a_head_who_died_before_is_found_though_another_is_head_now(conn, village, found, line):
    died = {"name": "张山", "relation": "户主", "through_on": dt.date(2025, 1, 9), "why_ended": "死亡"}
    wife = {"name": "李四", "relation": "配偶"}
    home = a_household(conn, village, code="H14", head="李四", people=(died, wife)).household
    key = line(home, head_name="张山")
    line(home, head_name="李四")
    assert found("rosters.household-gone") == [(PROJECT, "户编号", "roster_line", key)]


def test_without_a_day_of_receipt_the_acceptance_counts(conn, village, found):
    done = a_project(conn, village, code="P9", accepted_on=dt.date(2025, 6, 1)).project
    before = gone(conn, village, "H15", ended_on=dt.date(2025, 5, 31), ended_why="整户迁出").household
    after = gone(conn, village, "H16", ended_on=dt.date(2025, 6, 1), ended_why="整户迁出").household
    key = str(a_roster_line(conn, village, done, before, 1))
    a_roster_line(conn, village, done, after, 1)
    assert found("rosters.household-gone") == [("P9", "户编号", "roster_line", key)]


def test_silent_on_rosters_household_gone(conn, village, found, line):
    line(gone(conn, village, "H17").household, head_name="张山")
    line(gone(conn, village, "H18", ended_on=dt.date(2025, 3, 2), ended_why="整户迁出").household,
         received_on=dt.date(2025, 3, 2))  # fmt: skip
    line(household_code="H99")
    assert found("rosters.household-gone") == []
