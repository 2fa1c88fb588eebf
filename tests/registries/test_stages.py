"""Every stage of a project: its columns, notices, policies and papers are there; ledger and window know its words."""

from __future__ import annotations

import pytest

from villagebook.lifecycle.slots import SLOTS
from villagebook.lifecycle.stages import CHAIN, MEETING, ORDERS, PHASES, SIDE_STATES, STAGES, STATES
from villagebook.models import Project, fields_of
from villagebook.models.codes import CODES
from villagebook.notices import NOTICE_KINDS
from villagebook.policies import POLICIES
from villagebook.services.projects import FIELDS
from villagebook.ui.pages.projects_source import STAGES as CHIPS

COLUMNS = {info.name: info for info in fields_of(Project)}
MODES = (None, *CODES["project_mode"].values)
stages = pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.id)


@stages
def test_its_days_are_columns_of_the_project(stage):
    assert all(COLUMNS[name].kind == "day" for name in stage.fields)
    assert bool(stage.begins) == bool(stage.under) == bool(stage.notices)
    assert stage.fields or stage.meeting
    assert all(name in COLUMNS for name in (*stage.asks, *stage.needs, *stage.plan))
    assert all(COLUMNS[name].kind in ("month", "day") for name in stage.plan)


@stages
def test_its_notices_hang_in_the_catalogue_and_its_policies_count_days(stage):
    assert all(kind in NOTICE_KINDS for kind in stage.notices)
    assert not stage.by or POLICIES[stage.by].unit == "月日"
    if stage.within is not None:
        assert POLICIES[stage.within.policy].unit == "期限"
        assert STAGES.ids.index(stage.within.since) < STAGES.ids.index(stage.id)


@stages
def test_it_is_said_in_words_and_waits_for_somebody(stage):
    assert 2 <= len(stage.title) <= 6
    assert not stage.hint.endswith("。")
    assert stage.waits_for in CODES["proposer"].values
    assert stage.phase in PHASES
    assert stage.source
    assert set(stage.passed_by or ()) <= set(STAGES.ids)
    assert {stage.state, stage.under or stage.state} <= set(STATES)
    assert {*stage.modes, *stage.not_for} <= set(CODES["project_mode"].values)


@pytest.mark.parametrize("mode", MODES)
def test_each_way_of_doing_a_project_has_one_stage_per_day_and_every_phase(mode):
    mine = [stage for stage in STAGES if stage.fits(mode)]
    days = [name for stage in mine for name in stage.fields]
    assert len(days) == len(set(days))
    assert {stage.phase for stage in mine} == set(PHASES.ids)


def test_every_place_of_the_binder_belongs_to_a_stage():
    days = {name for stage in STAGES for name in stage.fields}
    assert {slot.due for slot in SLOTS} <= days


def test_orders_name_days_of_stages_and_leave_none_out():
    days = {name for stage in STAGES for name in stage.fields} | {MEETING}
    named = {name for order in (*CHAIN, *ORDERS) for name in (order.before, order.after)}
    assert named == days
    assert [order.before for order in CHAIN[1:]] == [order.after for order in CHAIN[:-1]]


def test_side_states_are_those_of_the_code_list_and_have_a_way_back():
    assert SIDE_STATES.ids == CODES["project_side_state"].values
    for side in SIDE_STATES:
        assert side.back
        assert side.source
        assert {side.first, side.last} <= {*STAGES.ids, ""}
        assert set(side.clears) <= set(COLUMNS)


def test_the_window_has_a_chip_for_every_word_and_a_field_for_every_day():
    assert set(CHIPS) == set(STATES)
    shown = {name for _, names in FIELDS for name in names}
    side = {"side_state", "side_on", "side_why"}
    typed = {name for name, info in COLUMNS.items() if info.kind not in ("key", "ref", "json", "sort")}
    assert typed - shown - side <= {"list_number", "extra"}
    assert shown <= typed
