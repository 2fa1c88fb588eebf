"""四议两公开: what is done, what is next, what was left out, what is out of order."""

from __future__ import annotations

import datetime as dt

from villagebook.lifecycle.four_steps import FOUR_STEPS, Done, chain, following, step_of
from villagebook.models.codes import CODES

D = dt.date


def states(*done: Done) -> list[str]:
    """States of the chain in its order."""
    return [one.state for one in chain(done)]


def test_the_chain_is_the_code_list() -> None:
    assert tuple(FOUR_STEPS.ids) == CODES["four_step"].values
    assert {step.kind for step in FOUR_STEPS if step.kind} <= set(CODES["meeting_kind"].values)


def test_nothing_done_begins_with_the_branch() -> None:
    assert states() == ["next", *["to come"] * 5]


def test_the_first_step_behind_the_last_done_is_next_and_those_before_were_left_out() -> None:
    found = chain([Done("村两委商议", D(2025, 1, 10)), Done("村民代表会议决议", D(2025, 1, 13))])
    assert [one.state for one in found] == ["skipped", "done", "skipped", "done", "next", "to come"]
    step = following(found)
    assert step is not None
    assert step.step.act == "张贴公示，公开决议"


def test_all_done_has_nothing_next() -> None:
    found = chain(Done(step.id, D(2025, 1, 1 + at)) for at, step in enumerate(FOUR_STEPS))
    assert following(found) is None
    assert not any(one.fault for one in found)


def test_a_step_before_the_one_it_follows_is_named_with_both_days() -> None:
    found = chain([Done("党员大会审议", D(2025, 1, 20)), Done("村民代表会议决议", D(2025, 1, 13))])
    assert [one.fault for one in found if one.fault] == [
        "村民代表会议决议（2025年1月13日）早于党员大会审议（2025年1月20日）"]


def test_steps_of_one_day_and_steps_without_a_day_are_in_order() -> None:
    found = chain([Done("党支部提议", D(2025, 1, 9)), Done("村两委商议", D(2025, 1, 9)), Done("党员大会审议", None)])
    assert not any(one.fault for one in found)
    assert [one.state for one in found][:4] == ["done", "done", "done", "next"]


def test_of_two_meetings_of_one_step_the_first_counts() -> None:
    found = chain([Done("村两委商议", D(2025, 3, 1), "二"), Done("村两委商议", D(2025, 1, 1), "一")])
    assert found[1].words == "一"


def test_a_meeting_does_the_step_written_down_else_the_one_of_its_kind() -> None:
    assert step_of("村民代表大会", None) == "村民代表会议决议"
    assert step_of("村两委会议", "党支部提议") == "党支部提议"
    assert step_of("理事会会议", None) == ""
