"""The ledger calls a project as the plain rules do; days come from notices, claims and assets where none is written."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest

from tests.builders import a_meeting, a_project, add, an_entry
from villagebook.ledgers import LEDGERS, project_days, rows
from villagebook.lifecycle.stages import STAGES, STATES
from villagebook.lifecycle.standing import word
from villagebook.models import Asset, MeetingDecision, Notice

MODES = (None, "分户实施", "集体实施", "公益设施")
COLUMNS = [name for stage in STAGES for name in stage.fields]


def test_ledger_and_rules_call_every_project_alike(conn, village, scope):
    chance = random.Random(20251105)
    for number in range(120):
        days = {
            name: dt.date(2025, 1, 1) + dt.timedelta(days=chance.randrange(365))
            for name in COLUMNS if chance.random() < 0.45
        }  # fmt: skip
        side = {"side_state": "终止", "side_on": dt.date(2025, 6, 1)} if chance.random() < 0.1 else {}
        a_project(conn, village, code=f"P{number}", mode=chance.choice(MODES), **days, **side)
    seen = set()
    for month in range(1, 13, 2):
        on = dt.date(2025, month, 15)
        then = replace(scope, on=on)
        known = project_days.known(conn, then)
        called = {row.key: row["stage"] for row in rows(conn, LEDGERS["projects"], then)}
        assert called == {key: word(one, on) for key, one in known.items()}
        seen |= set(called.values())
    assert seen <= set(STATES)
    assert len(seen) > 12


def day_of(conn, scope, stage):
    (known,) = project_days.known(conn, scope).values()
    return known.days[stage]


def test_a_meeting_is_the_day_a_project_was_planned(conn, village, scope):
    a_project(conn, village, meeting_id=a_meeting(conn, village, dt.date(2025, 1, 5)))
    assert day_of(conn, scope, "plan").on == dt.date(2025, 1, 5)


def test_a_meeting_that_passed_it_is_enough(conn, village, scope):
    project = a_project(conn, village).project
    for day, passed in ((3, "否"), (5, "是"), (9, None)):
        held = a_meeting(conn, village, dt.date(2025, 1, day))
        add(conn, MeetingDecision, village_id=village, meeting_id=held, record="project", record_id=project,
            passed=passed)  # fmt: skip
    assert day_of(conn, scope, "plan").on == dt.date(2025, 1, 5)


def a_notice(conn, village, project, serial, kind="project-start", state="已摘下", **fields):
    add(conn, Notice, village_id=village, number=f"公示{serial}", year=2025, serial=serial, kind=kind, state=state,
        subject={}, project_id=project, **fields)  # fmt: skip


def test_the_newest_notice_of_its_kind_tells_the_days(conn, village, scope):
    project = a_project(conn, village, mode="公益设施").project
    first, last = dt.date(2025, 3, 1), dt.date(2025, 3, 11)
    a_notice(conn, village, project, 1, from_on=first - dt.timedelta(30), through_on=last - dt.timedelta(30))
    a_notice(conn, village, project, 2, from_on=first, through_on=last)
    a_notice(conn, village, project, 3, state="已撤回", from_on=last, through_on=last)
    a_notice(conn, village, project, 4, state="草稿", from_on=last, through_on=last)
    assert day_of(conn, scope, "start_notice") == (first, last)
    (row,) = rows(conn, LEDGERS["projects"], scope)
    assert row["stage"] == "待开工"


def test_days_written_in_the_project_go_before_those_of_its_notice(conn, village, scope):
    project = a_project(conn, village, start_notice_from=dt.date(2025, 2, 1)).project
    a_notice(conn, village, project, 1, from_on=dt.date(2025, 3, 1), through_on=dt.date(2025, 3, 11))
    assert day_of(conn, scope, "start_notice") == (dt.date(2025, 2, 1), None)


@pytest.mark.parametrize(("claimed", "paid", "called"), [(30, None, "报账中"), (100, dt.date(2025, 9, 9), "已报账")])
def test_claims_among_the_entries_count_once_it_is_accepted(conn, village, scope, claimed, paid, called):
    project = a_project(conn, village, accepted_on=dt.date(2025, 8, 1), mode="分户实施").project
    for voucher, kind, fen in (("1", "到账", 100), ("2", "支出", 100), ("3", "报账", claimed)):
        an_entry(conn, village, voucher, kind, fen, project=project, on=dt.date(2025, 9, 9))
    assert day_of(conn, scope, "claimed").on == dt.date(2025, 9, 9)
    assert day_of(conn, scope, "paid").on == paid
    (row,) = rows(conn, LEDGERS["projects"], scope)
    assert row["stage"] == called


def test_a_claim_before_the_acceptance_says_nothing_of_the_stage(conn, village, scope):
    project = a_project(conn, village, started_on=dt.date(2025, 4, 1)).project
    an_entry(conn, village, "1", "报账", 30, project=project, on=dt.date(2025, 5, 1))
    (row,) = rows(conn, LEDGERS["projects"], scope)
    assert row["stage"] == "实施中"


def test_assets_handed_over_are_the_projects(conn, village, scope):
    project = a_project(conn, village, accepted_on=dt.date(2025, 8, 1)).project
    add(conn, Asset, village_id=village, code="A1", project_id=project, handed_on=dt.date(2025, 9, 1))
    assert day_of(conn, scope, "handed").on == dt.date(2025, 9, 1)
