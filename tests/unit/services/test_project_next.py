"""The one thing that comes next in the work on a project, from its stage, its notices and its money."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.unit.lifecycle.test_standing import ROW, known
from villagebook.lifecycle.stages import STAGES
from villagebook.lifecycle.standing import Known, standing
from villagebook.services.project_life import LifeView, NoticeLine, StageLine
from villagebook.services.project_next import About, next_step

ON = dt.date(2025, 11, 5)
PAID = {"received_fen": 100, "spent_fen": 100, "reimbursed_fen": 100, "balance_fen": 0}


def about(given: Known, *notices: NoticeLine, missing: Any = (), **totals: int) -> About:
    found = standing(given, ON)
    lines = tuple(
        StageLine(
            one.stage.id, one.stage.title, one.state, one.from_on, one.on, one.due.on if one.due else None,
            one.due.why if one.due else "", one.late, one.stage.waits_for, one.stage.hint, (),
            missing if one.stage.id == "completion_notice" else (),
        )
        for one in found.stages
    )  # fmt: skip
    side = given.row["side_on"], given.row["side_why"] or ""
    return About(LifeView(found.word, lines, (), found, found.side, *side, ""), totals, notices)


def notice(kind: str, state: str, through: dt.date | None = None) -> NoticeLine:
    return NoticeLine(None, "公示〔2025〕1号", "", state, kind, through, through)


@pytest.mark.parametrize(
    ("upto", "action"),
    [
        ("", "stage:plan"), ("plan", "notice:project-library"), ("library_notice", "stage:declared"),
        ("approved", "stage:granted"), ("granted", "notice:project-start"), ("start_notice", "stage:started"),
        ("started", "stage:finished"), ("finished", "stage:preliminary"), ("preliminary", "stage:accepted"),
        ("paid", "notice:project-completion"), ("completion_notice", "stage:handed"), ("handed", "stage:archived"),
        ("archived", ""),
    ],
)  # fmt: skip
def test_each_stage_asks_for_its_own(upto: str, action: str) -> None:
    assert next_step(about(known(upto)), ON).do == action


@pytest.mark.parametrize(
    ("state", "action"),
    [
        ("草稿", "open:公示〔2025〕1号"),
        ("公示中", "open:公示〔2025〕1号"),
        ("期满", "open:公示〔2025〕1号"),
        ("已摘下", "stage:library_notice"),
        ("已撤回", "notice:project-library"),
    ],
)
def test_a_notice_is_drafted_looked_at_or_done_by_its_state(state: str, action: str) -> None:
    assert next_step(about(known("plan"), notice("project-library", state)), ON).do == action


@pytest.mark.parametrize(
    ("totals", "words", "action"),
    [
        ({"received_fen": 500, "spent_fen": 200, "balance_fen": 300}, "还有 3.00 元没有付", "entry"),
        ({"received_fen": 500, "spent_fen": 500, "reimbursed_fen": 100}, "还有 4.00 元没有报", "stage:claimed"),
        ({"outstanding_fen": 700}, "还有 7.00 元没有到账", ""),
        ({}, "还没有到账和付款", "entry"),
        (PAID, "填报账申请书", "stage:claimed"),
    ],
)
def test_money_that_waits_is_named(totals: dict[str, int], words: str, action: str) -> None:
    step = next_step(about(known("accepted"), **totals), ON)
    assert words in step.text
    assert step.do == action


def test_a_notice_beside_the_completion_notice_is_asked_for_before_the_handing_over() -> None:
    from villagebook.services.project_life import Missing

    missing = (Missing("没有贴资金使用情况公告", "notice:fund-use"),)
    step = next_step(about(known("completion_notice"), missing=missing, **PAID), ON)
    assert (step.do, step.verb) == ("notice:fund-use", "拟资金使用情况公告")


def test_what_is_late_says_since_when() -> None:
    given = known("start_notice", granted_on=dt.date(2025, 6, 1))
    step = next_step(about(given), ON)
    assert step.late
    assert step.text == "可以开工了，开工后填开工日期（应在 2025-08-31 前，已过 66 天）。"


def test_a_stopped_project_offers_the_way_back() -> None:
    given = known("granted", side_state="终止", side_on=dt.date(2025, 7, 1), side_why="没有开工。")
    step = next_step(about(given), ON)
    assert (step.text, step.verb, step.do) == ("项目终止（2025-07-01）：没有开工。", "恢复实施", "back")


def test_every_stage_has_a_next_step_with_words() -> None:
    for stage in STAGES:
        row = {**ROW, "mode": next(iter(stage.modes), "公益设施")}
        before = [one for one in STAGES if one.fits(row["mode"])]
        upto = before[before.index(stage) - 1].id if before.index(stage) else ""
        step = next_step(about(known(upto, mode=row["mode"])), ON)
        assert step.text.endswith("。"), stage.id
