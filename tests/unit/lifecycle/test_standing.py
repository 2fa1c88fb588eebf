"""How far a project is by its days: what it is called, which stage is next, by when, which days are wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from villagebook.lifecycle.stages import CHAIN, ORDERS, SIDE_STATES, STAGES
from villagebook.lifecycle.standing import Known, Reached, standing, word, wrong_orders
from villagebook.models import Project, fields_of

ON = dt.date(2025, 11, 5)
PUBLIC = "公益设施"
ROW = {info.name: None for info in fields_of(Project)}


def day(place: int) -> dt.date:
    """A day of the year, ten days after each other."""
    return dt.date(2025, 1, 1) + dt.timedelta(days=10 * place)


def known(upto: str = "", mode: str | None = PUBLIC, **row: object) -> Known:
    """A project that reached all stages up to one, ten days after each other."""
    days, reached = {}, bool(upto)
    for place, stage in enumerate(stage for stage in STAGES if stage.fits(mode)):
        if reached:
            days[stage.id] = Reached(day(place) - dt.timedelta(9) if stage.begins else day(place), day(place))
        if stage.id == upto:
            reached = False
    return Known({**ROW, "mode": mode, **row}, days)


@pytest.mark.parametrize(
    ("upto", "called", "after"),
    [
        ("", "谋划", "plan"), ("plan", "谋划", "library_notice"), ("library_notice", "已公示", "declared"),
        ("declared", "已申报", "reviewed"), ("reviewed", "已审核", "argued"), ("argued", "已论证", "approved"),
        ("approved", "已入库", "granted"), ("granted", "已下达", "start_notice"), ("start_notice", "待开工", "started"),
        ("started", "实施中", "finished"), ("finished", "已竣工", "preliminary"), ("preliminary", "已初验", "accepted"),
        ("accepted", "已验收", "claimed"), ("claimed", "报账中", "claim_signed"), ("claim_signed", "报账中", "paid"),
        ("paid", "已报账", "completion_notice"), ("completion_notice", "已竣工公告", "handed"),
        ("handed", "已移交", "archived"),
    ],
)  # fmt: skip
def test_each_stage_gives_its_word_and_asks_for_the_next(upto, called, after):
    found = standing(known(upto), ON)
    assert (found.word, found.next.stage.id) == (called, after)
    assert found.waits_for == STAGES[after].waits_for
    states = [one.state for one in found.stages]
    assert states == ["done"] * states.index("now") + ["now"] + ["to_come"] * (len(states) - states.index("now") - 1)


def test_an_archived_project_waits_for_nobody():
    found = standing(known("archived"), ON)
    assert (found.word, found.next, found.waits_for) == ("已归档", None, None)


def test_a_day_that_is_not_known_is_passed_if_a_later_one_is():
    given = known("started")
    found = standing(Known(given.row, {**given.days, "granted": Reached(None, None)}), ON)
    assert next(one.state for one in found.stages if one.stage.id == "granted") == "passed"
    assert found.next.stage.id == "finished"


def test_what_cannot_be_passed_stays_open_and_comes_first():
    given = known("accepted", mode="分户实施")
    days = {name: one for name, one in given.days.items() if name != "roster_notice"}
    found = standing(Known(given.row, days), ON)
    assert (found.next.stage.id, found.next.state) == ("roster_notice", "open")


def test_a_signature_is_passed_by_the_payment_only():
    given = known("completion_notice")
    days = {name: one for name, one in given.days.items() if name not in ("claim_signed", "paid")}
    states = {one.stage.id: one.state for one in standing(Known(given.row, days), ON).stages}
    assert (states["claim_signed"], states["paid"]) == ("open", "open")
    days["paid"] = given.days["paid"]
    states = {one.stage.id: one.state for one in standing(Known(given.row, days), ON).stages}
    assert (states["claim_signed"], states["paid"]) == ("passed", "done")


def test_a_notice_is_reached_the_day_after_its_last():
    given = Known({**ROW, "mode": PUBLIC}, {"library_notice": Reached(ON - dt.timedelta(5), ON)})
    assert word(given, ON) == "村级公示"
    assert word(given, ON + dt.timedelta(1)) == "已公示"
    assert word(given, ON - dt.timedelta(6)) == "谋划"


def test_households_have_a_notice_of_their_own_and_hand_nothing_over():
    ids = {one.stage.id for one in standing(known(mode="分户实施"), ON).stages}
    assert "roster_notice" in ids
    assert not {"start_notice", "handed"} & ids
    assert {one.stage.id for one in standing(known(mode=None), ON).stages} >= {"start_notice", "handed"}


@pytest.mark.parametrize("state", ["未通过", "出库", "终止"])
def test_a_state_beside_the_stages_stops_the_work_from_its_day(state):
    given = known("granted", side_state=state, side_on=ON)
    found = standing(given, ON)
    assert (found.word, found.stops, found.next) == (state, True, None)
    assert standing(given, ON - dt.timedelta(1)).next.stage.id == "start_notice"


def test_an_adjusted_project_goes_on():
    found = standing(known("granted", side_state="调整"), ON)
    assert (found.word, found.stops, found.next.stage.id) == ("调整", False, "start_notice")
    assert SIDE_STATES["调整"].back == "调整完成"


# Orders


@pytest.mark.parametrize("order", [*CHAIN, *ORDERS], ids=lambda order: f"{order.before}-{order.after}")
def test_each_pair_of_days_is_compared(order):
    def wrong(before, after):
        row = {**ROW, order.before: before, order.after: after}
        return [(one.before, one.after) for one in wrong_orders(row, row.get("meeting"))]

    early, late = dt.date(2025, 3, 1), dt.date(2025, 3, 2)
    pair = (order.before, order.after)
    assert wrong(early, late) == []
    assert pair in wrong(late, early)
    assert (pair in wrong(late, late)) is not order.same_day


def test_a_day_is_compared_with_the_nearest_known_one_before_it():
    row = {**ROW, "granted_on": day(5), "accepted_on": day(4)}
    assert [(one.before, one.after) for one in wrong_orders(row, None)] == [("granted_on", "accepted_on")]


def test_one_strict_step_between_makes_the_whole_way_strict():
    row = {**ROW, "library_notice_through": day(3), "granted_on": day(3)}
    assert [(one.before, one.after) for one in wrong_orders(row, None)] == [("library_notice_through", "granted_on")]


# By when


def test_a_planned_month_lasts_to_its_end():
    found = standing(known("start_notice", planned_start="2025-02"), ON)
    assert (found.next.due.on, found.next.due.why) == (dt.date(2025, 2, 28), "计划")
    assert found.next.late


def test_a_day_of_the_year_holds_for_what_was_granted_before_it():
    early = standing(known("start_notice", granted_on=dt.date(2025, 6, 1)), ON).next
    assert (early.stage.id, early.due.on, early.late) == ("started", dt.date(2025, 8, 31), True)
    late = standing(known("start_notice", granted_on=dt.date(2025, 10, 1)), ON).next
    assert (late.due, late.late) == (None, False)


def test_acceptance_is_due_a_time_after_the_end_of_the_work():
    given = known("preliminary")
    due = standing(given, ON).next.due
    assert due.on == dt.date(2025, 5, 1)


def test_the_books_own_value_of_a_policy_counts():
    own = {"project.start_by": [(None, None, 930)]}
    found = standing(known("start_notice", granted_on=dt.date(2025, 6, 1)), ON, own)
    assert found.next.due.on == dt.date(2025, 9, 30)
