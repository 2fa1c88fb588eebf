"""Every procedure: declared whole, its clocks are policies, its kind a value, and it can be gone through to its end."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from villagebook.base.days import Period
from villagebook.cases import PROCEDURES, Clock, Done, Facts, Procedure, Rules, Step, blocks_at, progress
from villagebook.cases.rules import RULES
from villagebook.models.codes import CODES
from villagebook.notices import NOTICE_KINDS
from villagebook.policies import POLICIES

procedures = pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda one: one.id)
STEPS = [pytest.param(p, s, id=f"{p.id}.{s.id}") for p in PROCEDURES for s in p.steps]
CHINESE = re.compile("[\u4e00-\u9fff]")


def test_the_kinds_of_cases_are_the_procedures():
    assert {procedure.title for procedure in PROCEDURES} == set(CODES["case_kind"].values)


@procedures
def test_it_says_what_it_begins_and_ends(procedure: Procedure):
    known = {*CODES["status"].values, *CODES["status"].retired}
    assert procedure.begins or procedure.ends
    assert {*procedure.begins, *procedure.ends} <= known
    assert procedure.lead in CODES["lead_source"].values
    assert CHINESE.search(procedure.source)
    assert set(procedure.rules) <= set(RULES)


@pytest.mark.parametrize(("procedure", "step"), STEPS)
def test_a_step_is_declared_whole(procedure: Procedure, step: Step):
    assert re.fullmatch(r"[a-z]+[0-9]?", step.id)
    assert 2 <= len(step.title) <= 5
    assert 2 <= len(step.short) <= 3
    assert step.papers
    assert all(CHINESE.search(name) and "、" not in name for name in step.papers)
    assert CHINESE.search(step.hint)
    assert not step.hint.endswith("。")
    assert CHINESE.search(step.source)
    assert not step.notice or step.notice in NOTICE_KINDS
    assert bool(step.notice) == ("notice" in step.needs) == ("公示" in step.title or "公告" in step.title), (
        "a step that hangs a notice names its kind")


@pytest.mark.parametrize(("procedure", "step"), STEPS)
def test_its_clocks_are_policies_with_a_period(procedure: Procedure, step: Step):
    for clock in (*step.within, *step.least):
        policy = POLICIES[clock.policy]
        assert policy.unit == "期限"
        assert all(isinstance(value.value, Period) and value.source for value in policy.values)


@procedures
def test_papers_are_named_once(procedure: Procedure):
    names = [name for step in procedure.steps for name in step.papers]
    assert len(names) == len(set(names))


@procedures
def test_it_can_be_gone_through_in_order_without_a_block(procedure: Procedure):
    """One step every ten days from a lead inside its years: each is next in turn, none blocked, then it is complete."""
    lead = procedure.last_lead.replace(month=1) if procedure.last_lead else dt.date(2025, 3, 3)
    steps: dict[str, Done] = {}
    for place, step in enumerate(procedure.steps, 1):
        day = lead + dt.timedelta(days=10 * place)
        facts = Facts(lead_on=lead, done=steps, in_force=frozenset({"一般农户"}), labour=1)
        found = progress(procedure, facts, day, Rules())
        assert found.next == step
        assert blocks_at(procedure, facts, step.id, day, Rules()) == ()
        steps = {**steps, step.id: Done(step.id, day, True, meeting=True, notice="1号", papers=frozenset(step.papers))}
    found = progress(procedure, Facts(lead_on=lead, done=steps), day, Rules())
    assert found.complete
    assert found.missing == ()


def test_a_clock_counted_from_a_later_step_is_a_mistake_found_at_import():
    late = Step("one", "第一步", "一步", ("表",), "村", "做", "说", within=(Clock("monitoring.comparison", "two"),))
    with pytest.raises(ValueError, match=r"x\.one"):
        Procedure("x", "甲", (late, Step("two", "第二步", "二步", ("单",), "村", "做", "说")), "one", "说")
