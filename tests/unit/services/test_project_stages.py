"""How far a project is, and the one thing that comes next: from its dates, notices and money."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from villagebook.services.project_stages import (
    DONE,
    LIBRARY,
    MONEY,
    NOW,
    ROSTER,
    TO_COME,
    Facts,
    NoticeLine,
    next_step,
    stages,
)

ON = dt.date(2025, 11, 5)
DATES = ("library_notice_through", "granted_on", "started_on", "finished_on", "accepted_on")
PAID = {"received_fen": 100, "spent_fen": 100, "reimbursed_fen": 100, "balance_fen": 0}


def facts(reached: int, *notices: NoticeLine, mode: str = "公益设施", **totals: int) -> Facts:
    """A project with so many of its days in the past."""
    days = {name: dt.date(2025, place + 1, 10) if place < reached else None for place, name in enumerate(DATES)}
    row: dict[str, Any] = {"mode": mode, "side_state": None, **days}
    return Facts(row, totals, dt.date(2025, 9, 1) if totals else None, notices)


def notice(kind: str, state: str, through: dt.date | None = None) -> NoticeLine:
    return NoticeLine(None, "公示〔2025〕1号", "", state, kind, through, through)


def said(given: Facts) -> list[tuple[str, str]]:
    return [(stage.title, stage.state) for stage in stages(given, ON)]


def do(given: Facts) -> str:
    return next_step(given, stages(given, ON)).do


@pytest.mark.parametrize(
    ("reached", "now", "action"),
    [
        (0, "入库", "notice:project-library"),
        (1, "下达", "field:granted_on"),
        (2, "开工", "field:started_on"),
        (3, "竣工", "field:finished_on"),
        (4, "验收", "field:accepted_on"),
        (5, "报账", "entry"),
    ],
)
def test_the_first_stage_that_is_not_reached_is_now(reached: int, now: str, action: str) -> None:
    found = said(facts(reached))
    assert [title for title, state in found if state == NOW] == [now]
    assert [state for _, state in found[:reached]] == [DONE] * reached
    assert {state for _, state in found[reached + 1 :]} == {TO_COME} or reached == 6
    assert do(facts(reached)) == action


def test_a_day_that_is_not_known_is_passed_if_a_later_one_is() -> None:
    given = facts(5)
    row = {**given.row, "granted_on": None}
    found = stages(Facts(row, {}, None, ()), ON)
    assert (found[1].state, found[1].on) == (DONE, None)


def test_a_day_to_come_is_not_reached() -> None:
    row = {**facts(1).row, "library_notice_through": ON + dt.timedelta(5)}
    first = stages(Facts(row, {}, None, ()), ON)[0]
    assert (first.state, first.note) == (NOW, "到 11-10")


def test_projects_at_households_need_the_notice_of_their_roster() -> None:
    given = facts(2, mode="分户实施")
    assert ("到户公示", NOW) in said(given)
    assert do(given) == "notice:roster-beneficiaries"
    begun = facts(4, mode="分户实施")
    missed = next(stage for stage in stages(begun, ON) if stage.title == "到户公示")
    assert (missed.state, missed.note, missed.late) == (TO_COME, "没有贴", True)
    assert do(begun) == "notice:roster-beneficiaries"


@pytest.mark.parametrize(
    ("state", "action"),
    [
        ("草稿", "open:公示〔2025〕1号"),
        ("公示中", "open:公示〔2025〕1号"),
        ("待摘下", "open:公示〔2025〕1号"),
        ("已摘下", "field:library_notice_through"),
        ("已撤回", "notice:project-library"),
    ],
)
def test_a_notice_is_drafted_looked_at_or_done_by_its_state(state: str, action: str) -> None:
    assert do(facts(0, notice(LIBRARY, state))) == action


def test_notices_that_hung_their_days_are_stages_reached() -> None:
    hung = dt.date(2025, 10, 1)
    given = facts(5, notice(ROSTER, "已摘下", hung), notice(MONEY, "已摘下", hung), mode="分户实施", **PAID)
    assert {state for _, state in said(given)} == {DONE}
    assert do(given) == ""
    hanging = facts(5, notice(MONEY, "公示中", ON), **PAID)
    assert said(hanging)[-1] == ("资金公告", NOW)


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        ({"received_fen": 500, "spent_fen": 200, "balance_fen": 300}, "还有 3.00 元没有付"),
        ({"received_fen": 500, "spent_fen": 500, "reimbursed_fen": 100, "balance_fen": 0}, "还有 4.00 元没有报"),
        ({"outstanding_fen": 700}, "还有 7.00 元没有到账"),
    ],
)
def test_money_that_waits_is_named(totals: dict[str, int], words: str) -> None:
    given = facts(5, **totals)
    assert words in next_step(given, stages(given, ON)).text


def test_a_stopped_project_wants_nothing() -> None:
    given = facts(2)
    row = {**given.row, "side_state": "终止"}
    step = next_step(Facts(row, {}, None, ()), ())
    assert (step.text, step.do) == ("项目已终止。", "")
