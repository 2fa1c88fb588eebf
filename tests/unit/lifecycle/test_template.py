"""The binder's order, and what a book may change of it."""

from __future__ import annotations

import datetime as dt

import pytest

from villagebook.lifecycle.slots import COLLECTIVE, DAYS, HOUSEHOLDS, MODES, PARTS, PUBLIC, SLOTS
from villagebook.lifecycle.template import TemplateError, every, slots
from villagebook.models import Project


def test_slots_are_declared_in_the_order_of_their_parts() -> None:
    parts = list(PARTS)
    assert [slot.part for slot in SLOTS] == sorted((slot.part for slot in SLOTS), key=parts.index)
    assert {slot.due for slot in SLOTS} <= set(DAYS)
    assert all(hasattr(Project, day) for day in DAYS)
    assert all(set(slot.needed) <= set(slot.modes) <= set(MODES) for slot in SLOTS)


def test_a_binder_follows_the_mode() -> None:
    def has(mode: str) -> set[str]:
        return {slot.id for slot in SLOTS if slot.is_for(mode)}

    assert "roster" in has(HOUSEHOLDS) - has(COLLECTIVE)
    assert "agreement" in has(COLLECTIVE) - has(HOUSEHOLDS)
    assert {"start-report", "drawings"} <= has(PUBLIC)
    assert {"application", "grant", "acceptance", "coverage"} <= has(HOUSEHOLDS) & has(COLLECTIVE) & has(PUBLIC)


def test_a_paper_is_due_with_its_day_or_any_later_one() -> None:
    row: dict[str, dt.date | None] = {"granted_on": dt.date(2025, 3, 1), "accepted_on": dt.date(2025, 6, 1)}
    assert SLOTS["grant"].due_on(row) == dt.date(2025, 3, 1)
    assert SLOTS["preliminary"].due_on(row) == dt.date(2025, 6, 1)
    assert SLOTS["claim"].due_on(row) is None


def test_a_book_renames_reorders_switches_off_and_adds() -> None:
    own = {"id": "own-1", "title": "用地手续", "part": "grant", "due": "started_on", "needed": True, "modes": [PUBLIC]}
    found = slots({"names": {"plan": "实施方案"}, "off": ["account"], "order": ["plan", "grant"], "own": [own]})
    assert found["plan"].title == "实施方案"
    assert "account" not in found
    assert found.ids.index("plan") < found.ids.index("grant")
    assert found["own-1"].is_needed(PUBLIC)
    assert not found["own-1"].is_for(HOUSEHOLDS)
    assert found.ids[-1] == "closing-note"
    assert len(every({"off": ["account"]})) == len(SLOTS)


def test_slots_a_template_does_not_name_stand_behind_their_neighbour() -> None:
    order = [slot.id for slot in SLOTS if slot.id != "contract"]
    assert slots({"order": order}).ids == SLOTS.ids


@pytest.mark.parametrize("wrong", [
    {"names": {"nothing": "x"}}, {"names": {"plan": " "}}, {"off": ["nothing"]}, {"order": "plan"}, {"other": 1},
    {"own": [{"id": "plan", "title": "x", "part": "grant", "due": "granted_on"}]},
    {"own": [{"id": "own-1", "title": "x", "part": "nowhere", "due": "granted_on"}]},
    {"own": [{"id": "own-1", "title": "x", "part": "grant", "due": "granted_on", "modes": ["其他"]}]},
    {"own": [{"id": "own-1", "title": "", "part": "grant", "due": "granted_on"}]},
])  # fmt: skip
def test_what_cannot_be_understood_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(TemplateError):
        every(wrong)
