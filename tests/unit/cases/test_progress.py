"""How far a case is: each clock and each rule with days around its edge."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from villagebook.cases import PROCEDURES, Done, Facts, Rules, blocks_at, progress
from villagebook.policies.workdays import Workdays

D = dt.date
MONITORED, REMOVAL = PROCEDURES["monitored-identification"], PROCEDURES["risk-removal"]
POVERTY, EXIT = PROCEDURES["poverty-identification"], PROCEDURES["poverty-exit"]
RULES = Rules()
LEAD, POSTED = D(2025, 11, 3), D(2025, 11, 8)


def done(**days: dt.date | Done) -> dict[str, Done]:
    """Steps done, by id: a day, or more."""
    return {step: Done(step, day, True) if isinstance(day, dt.date) else day for step, day in days.items()}


def until_notice(notice: dt.date | Done = POSTED) -> Facts:
    """A household looked at, compared, talked over and put on the wall."""
    steps = done(visit=D(2025, 11, 4), compare=D(2025, 11, 6), meeting=D(2025, 11, 7), notice=notice)
    return Facts(lead_on=LEAD, target="边缘易致贫户", done=steps)


def ids(blocks) -> list[str]:
    return [block.id for block in blocks]


# --- what is next, due, late ------------------------------------------------------------------------------------------


def test_a_lead_wants_a_visit_within_two_days():
    found = progress(MONITORED, Facts(lead_on=LEAD), D(2025, 11, 5), RULES)
    assert (found.next.id, found.due, found.late, found.due_step.id) == ("visit", D(2025, 11, 5), 0, "visit")
    assert found.blocks == ()
    assert [state.state for state in found.steps][:3] == ["now", "next", "next"]


def test_the_third_day_after_the_lead_is_late():
    assert progress(MONITORED, Facts(lead_on=LEAD), D(2025, 11, 6), RULES).late == 1


def test_comparison_and_meeting_have_five_days_each():
    facts = Facts(lead_on=LEAD, done=done(visit=D(2025, 11, 4)))
    assert progress(MONITORED, facts, D(2025, 11, 4), RULES).due == D(2025, 11, 9)
    facts = replace(facts, done=done(visit=D(2025, 11, 4), compare=D(2025, 11, 6)))
    assert progress(MONITORED, facts, D(2025, 11, 6), RULES).due == D(2025, 11, 11)


def test_a_step_without_a_clock_of_its_own_is_due_by_the_whole_fifteen_days():
    found = progress(MONITORED, until_notice(), D(2025, 11, 12), RULES)
    assert (found.next.id, found.due, found.due_step.id) == ("town", D(2025, 11, 18), "county")


def test_working_days_pass_over_weekends_and_holidays():
    own = {"monitoring.identification_total": [(None, None, "20个工作日")]}
    off = {D(2025, 11, 5)}
    rules = Rules(overrides=own, is_working_day=Workdays(off, {D(2025, 11, 8)}))
    # 20 weekdays after Monday 3 November end on 1 December; a day off and a Saturday worked in turn balance.
    assert progress(MONITORED, until_notice(), D(2025, 11, 12), rules).due == D(2025, 12, 1)
    rules = replace(rules, is_working_day=Workdays(off))
    assert progress(MONITORED, until_notice(), D(2025, 11, 12), rules).due == D(2025, 12, 2)


def test_a_step_done_late_says_by_how_much():
    facts = Facts(lead_on=LEAD, done=done(visit=D(2025, 11, 9)))
    assert progress(MONITORED, facts, D(2025, 11, 9), RULES).of("visit").late == 4


def test_a_closed_case_waits_for_nothing():
    facts = replace(until_notice(), state="已中止")
    found = progress(MONITORED, facts, D(2026, 1, 1), RULES)
    assert (found.next, found.due, found.late, found.blocks, found.complete) == (None, None, 0, (), False)
    assert found.of("county").late == 0


def test_a_lead_without_a_day_has_no_clock():
    found = progress(MONITORED, Facts(), D(2025, 11, 5), RULES)
    assert (found.next.id, found.due, found.late) == ("visit", None, 0)


def test_all_steps_done_it_remains_to_close():
    steps = done(**{step.id: D(2025, 11, 30) for step in MONITORED.steps})
    found = progress(MONITORED, Facts(lead_on=LEAD, done=steps), D(2025, 12, 1), RULES)
    assert found.complete
    assert found.next is None


def test_papers_that_steps_done_lack_are_named():
    visit = Done("visit", D(2025, 11, 4), True, papers=frozenset({"防止返贫动态监测排查表"}))
    found = progress(MONITORED, Facts(lead_on=LEAD, done=done(visit=visit)), D(2025, 11, 5), RULES)
    assert [(step.id, names) for step, names in found.missing] == [("visit", ("监测对象申请及承诺授权查询书",))]
    assert found.of("compare").missing == ("家庭成员信息比对名单", "信息比对结果")


def test_a_meeting_and_a_notice_that_are_not_named_are_said():
    found = progress(MONITORED, until_notice(), D(2025, 11, 12), RULES)
    assert found.of("meeting").unnamed == ("会议",)
    assert found.of("notice").unnamed == ("公示",)
    assert found.of("town").unnamed == ()


# --- order and minimum times ------------------------------------------------------------------------------------------


def test_a_step_before_its_predecessor_is_blocked():
    (block,) = blocks_at(MONITORED, Facts(lead_on=LEAD), "meeting", D(2025, 11, 5), RULES)
    assert block.id == "order"
    assert "入户核实、信息比对" in block.text


def test_days_of_steps_must_rise():
    facts = Facts(lead_on=LEAD, done=done(visit=D(2025, 11, 6)))
    assert ids(blocks_at(MONITORED, facts, "compare", D(2025, 11, 5), RULES)) == ["dates"]
    assert blocks_at(MONITORED, facts, "compare", D(2025, 11, 6), RULES) == ()
    assert ids(blocks_at(MONITORED, Facts(lead_on=LEAD), "visit", D(2025, 11, 2), RULES)) == ["before_lead"]


def test_a_step_left_out_may_not_lie_after_those_behind_it():
    facts = Facts(lead_on=LEAD, done=done(visit=D(2025, 11, 4), meeting=D(2025, 11, 7)))
    assert "dates" in ids(blocks_at(MONITORED, facts, "compare", D(2025, 11, 8), RULES))
    assert blocks_at(MONITORED, facts, "compare", D(2025, 11, 7), RULES) == ()


@pytest.mark.parametrize(("day", "blocked"), [(D(2025, 11, 13), True), (D(2025, 11, 14), False)])
def test_a_notice_hangs_five_whole_days_before_the_township_looks(day, blocked):
    assert ids(blocks_at(MONITORED, until_notice(), "town", day, RULES)) == ["least"] * blocked
    state = progress(MONITORED, until_notice(), day, RULES).of("town")
    assert state.from_on == D(2025, 11, 14)


def test_the_day_of_posting_may_count_by_the_books_setting():
    rules = Rules(first_day_counts=True)
    assert blocks_at(MONITORED, until_notice(), "town", D(2025, 11, 13), rules) == ()


def test_a_notice_of_the_book_counts_by_its_own_days():
    notice = Done("notice", D(2025, 11, 8), True, notice="公示〔2025〕3号", notice_state="公示中",
                  notice_from=D(2025, 11, 9), notice_through=D(2025, 11, 19))  # fmt: skip
    (block,) = blocks_at(MONITORED, until_notice(notice), "town", D(2025, 11, 15), RULES)
    assert block.from_on == D(2025, 11, 20)


@pytest.mark.parametrize("state", ["草稿", "已撤回"])
def test_a_notice_that_does_not_hang_blocks(state):
    notice = Done("notice", D(2025, 11, 8), True, notice="公示〔2025〕3号", notice_state=state)
    assert "notice_state" in ids(blocks_at(MONITORED, until_notice(notice), "town", D(2025, 11, 30), RULES))


def test_nothing_follows_a_step_that_did_not_pass():
    facts = Facts(lead_on=LEAD, done={"visit": Done("visit", D(2025, 11, 4), False)})
    found = progress(MONITORED, facts, D(2025, 11, 5), RULES)
    assert ids(found.blocks) == ["not_passed"]
    assert found.failed.id == "visit"


# --- rules of the procedures ------------------------------------------------------------------------------------------


def removal(**more) -> Facts:
    steps = done(visit=D(2025, 11, 4), meeting=D(2025, 11, 5), notice=D(2025, 11, 6), town=D(2025, 11, 13))
    return Facts(lead_on=LEAD, done=steps, labour=2, **more)


@pytest.mark.parametrize(("identified", "blocked"), [(D(2025, 6, 1), True), (D(2025, 5, 20), False), (None, False)])
def test_risk_is_not_removed_within_six_months(identified, blocked):
    facts = removal(identified_on=identified)
    assert ids(blocks_at(REMOVAL, facts, "county", D(2025, 11, 20), RULES)) == ["observation"] * blocked


def test_the_six_months_are_said_before_they_bind():
    found = progress(REMOVAL, Facts(lead_on=LEAD, labour=1, identified_on=D(2025, 9, 1)), LEAD, RULES)
    assert found.blocks == ()
    (ahead,) = found.ahead
    assert (ahead.id, ahead.from_on) == ("observation", D(2026, 3, 1))


def test_six_months_is_a_policy_of_the_book():
    rules = Rules(overrides={"monitoring.observation": [(None, None, "3个月")]})
    assert blocks_at(REMOVAL, removal(identified_on=D(2025, 8, 20)), "county", D(2025, 11, 20), rules) == ()


@pytest.mark.parametrize(("labour", "blocked"), [(0, True), (1, False), (None, False)])
def test_a_household_without_labour_stays_open(labour, blocked):
    facts = replace(removal(identified_on=D(2024, 1, 1)), labour=labour)
    assert ids(blocks_at(REMOVAL, facts, "county", D(2025, 11, 20), RULES)) == ["labour"] * blocked


def test_an_unsolved_guarantee_blocks_and_is_named():
    facts = replace(removal(identified_on=D(2024, 1, 1)), problems=("住房安全",))
    (block,) = blocks_at(REMOVAL, facts, "county", D(2025, 11, 20), RULES)
    assert (block.id, "住房安全" in block.text) == ("guarantees", True)


@pytest.mark.parametrize(("target", "in_force", "expected"), [
    ("脱贫不稳定户", {"脱贫户"}, []),
    ("脱贫不稳定户", {"一般农户"}, ["fitting"]),
    ("边缘易致贫户", {"脱贫户"}, ["fitting"]),
    ("边缘易致贫户", {"一般农户"}, []),
    ("突发严重困难户", {"脱贫户"}, []),
    ("突发严重困难户", {"一般农户", "边缘易致贫户"}, ["already"]),
])  # fmt: skip
def test_the_class_must_fit_the_household(target, in_force, expected):
    facts = Facts(lead_on=LEAD, target=target, in_force=frozenset(in_force))
    assert ids(blocks_at(MONITORED, facts, "visit", LEAD, RULES)) == expected


@pytest.mark.parametrize(("identified", "blocked"), [(D(2017, 2, 1), True), (D(2016, 12, 31), False)])
def test_who_was_identified_this_year_does_not_leave_poverty_this_year(identified, blocked):
    facts = Facts(lead_on=D(2017, 10, 9), identified_on=identified)
    assert ids(blocks_at(EXIT, facts, "nominate", D(2017, 10, 10), RULES)) == ["same_year"] * blocked


def exit_facts() -> Facts:
    days = {"nominate": 9, "visit": 10, "meeting": 11, "consent": 12, "notice1": 12}
    return Facts(lead_on=D(2017, 10, 8), done=done(**{step: D(2017, 10, day) for step, day in days.items()}))


@pytest.mark.parametrize(("day", "expected"), [(18, ["least", "least"]), (19, ["least"]), (20, [])])
def test_levels_sign_seven_days_apart_and_notices_hang_seven(day, expected):
    assert ids(blocks_at(EXIT, exit_facts(), "town", D(2017, 10, day), RULES)) == expected


@pytest.mark.parametrize(("lead", "blocked"), [(D(2020, 12, 31), False), (D(2021, 1, 1), True), (D(2013, 5, 1), True)])
def test_poor_households_were_identified_from_2014_to_2020(lead, blocked):
    assert ids(blocks_at(POVERTY, Facts(lead_on=lead), "apply", lead, RULES)) == ["era"] * blocked
