"""Every policy: its id, its source, its shape, its dates."""

from __future__ import annotations

import json
import pkgutil
import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from importlib import import_module
from itertools import pairwise

import pytest

from villagebook import policies
from villagebook.base.days import Period
from villagebook.policies import POLICIES, Policy, PolicyValue, encode

_LEAST = {"notice.monitoring_identification.days": 5, "notice.poverty_exit.days": 7, "notice.funds_use.days": 10}


def _by_region(policy: Policy) -> dict[str, list[PolicyValue]]:
    regions: dict[str, list[PolicyValue]] = defaultdict(list)
    for stated in policy.values:
        regions[stated.region].append(stated)
    return regions


@pytest.mark.parametrize("policy", POLICIES, ids=lambda p: p.id)
def test_id_is_subject_and_what_in_lower_case(policy: Policy) -> None:
    assert re.fullmatch(r"[a-z]+(\.[a-z][a-z0-9_]*){1,2}", policy.id)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda p: p.id)
def test_every_value_has_a_source_or_says_that_it_is_assumed(policy: Policy) -> None:
    assert policy.title
    assert policy.values
    for stated in policy.values:
        assert len(stated.source) >= 8
        # A source without a Chinese word names no document and nobody to ask.
        assert re.search(r"[一-鿿]{2}", stated.source)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda p: p.id)
def test_value_has_the_shape_of_its_unit_and_survives_a_book(policy: Policy) -> None:
    for stated in policy.values:
        kept = json.loads(json.dumps(encode(stated.value)))
        back = policy.decode(kept)
        assert (type(back), back) == (type(stated.value), stated.value)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda p: p.id)
def test_dates_neither_overlap_nor_leave_a_gap(policy: Policy) -> None:
    for stated in _by_region(policy).values():
        for value in stated:
            assert value.since is None or value.until is None or value.since < value.until
        for earlier, later in pairwise(stated):
            assert earlier.until is not None
            assert earlier.until == later.since


@pytest.mark.parametrize("policy", [p for p in POLICIES if p.unit == "%"], ids=lambda p: p.id)
def test_shares_lie_between_nothing_and_all(policy: Policy) -> None:
    assert all(isinstance(v.value, Decimal) and 0 < v.value <= 1 for v in policy.values)


@pytest.mark.parametrize(("policy_id", "days"), _LEAST.items())
def test_known_minimum_of_days(policy_id: str, days: int) -> None:
    assert policies.value(policy_id, date(2025, 1, 1)) == Period(days, "day")


def test_ranges_of_age_are_the_right_way_round() -> None:
    for lower in (p for p in POLICIES if p.id.endswith("_age_from")):
        upper = POLICIES.get(lower.id.replace("_from", "_through"))
        if upper is not None:
            assert policies.whole(lower.id, date(2025, 1, 1)) < policies.whole(upper.id, date(2025, 1, 1))


def test_weights_of_the_quarters_and_steps_of_payment_make_a_whole() -> None:
    on = date(2025, 1, 1)
    assert sum(policies.share(f"assessment.weight_q{q}", on) for q in (1, 2, 3, 4)) == 1
    steps = ("at_start", "when_built", "after_acceptance")
    assert sum(policies.share(f"money.payment_{step}", on) for step in steps) == 1


def test_every_module_of_the_folder_is_collected() -> None:
    declared = set()
    for module in pkgutil.iter_modules(policies.__path__):
        found = import_module(f"villagebook.policies.{module.name}")
        for name, held in vars(found).items():
            if name.isupper() and not name.startswith("_") and isinstance(held, tuple):
                declared |= {policy.id for policy in held if isinstance(policy, Policy)}
    assert declared == set(POLICIES.ids)


@pytest.mark.parametrize(
    ("policy_id", "text"),
    [
        ("notice.household_acceptance.days", "5个工作日"),
        ("income.low_alert", "4,000.00 元"),
        ("money.quality_deposit_most", "10%"),
        ("household.road_distance_most", "5 公里"),
        ("people.school_age_from", "6 岁"),
        ("meeting.quorum_thirds", "2/3"),
    ],
)
def test_values_are_shown_as_people_read_them(policy_id: str, text: str) -> None:
    policy = POLICIES[policy_id]
    assert policy.show(policy.values[0].value) == text
