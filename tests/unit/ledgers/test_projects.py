"""Projects say how far they are; rosters stand by project in the list's order."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.builders import a_household, a_project, a_roster_line
from villagebook.ledgers import LEDGERS, rows, totals

DATES = {
    "library_notice_from": dt.date(2025, 1, 13), "library_notice_through": dt.date(2025, 1, 23),
    "granted_on": dt.date(2025, 3, 12), "started_on": dt.date(2025, 4, 3), "finished_on": dt.date(2025, 5, 13),
    "accepted_on": dt.date(2025, 5, 31),
}  # fmt: skip


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ((2025, 1, 12), "谋划"), ((2025, 1, 23), "村级公示"), ((2025, 1, 24), "已公示"), ((2025, 3, 12), "已下达"),
        ((2025, 4, 3), "实施中"), ((2025, 5, 13), "已竣工"), ((2025, 5, 31), "已验收"),
    ],
)  # fmt: skip
def test_a_projects_stage_is_that_of_the_day(conn, village, scope, day, stage):
    a_project(conn, village, **DATES)
    (row,) = rows(conn, LEDGERS["projects"], replace(scope, on=dt.date(*day)))
    assert row["stage"] == stage


def test_a_side_state_goes_before_the_stage(conn, village, scope):
    a_project(conn, village, side_state="终止", **DATES)
    (row,) = rows(conn, LEDGERS["projects"], scope)
    assert row["stage"] == "终止"


def test_rosters_stand_by_project_and_list_number(conn, village, scope):
    one, two = a_project(conn, village, code="P1").project, a_project(conn, village, code="P2").project
    home = a_household(conn, village, code="H1").household
    a_roster_line(conn, village, two, home, 5, list_number=1)
    a_roster_line(conn, village, one, home, 7, list_number=2)
    a_roster_line(conn, village, one, None, 9, list_number=1, household_code="H9", head_name="某人")
    found = [(row["project"], row["household"], row["amount_fen"]) for row in rows(conn, LEDGERS["rosters"], scope)]
    assert found == [("P1", "H9", 9), ("P1", "H1", 7), ("P2", "H1", 5)]
    assert totals(conn, LEDGERS["rosters"], scope.only(project="P1"))["amount_fen"] == 16
