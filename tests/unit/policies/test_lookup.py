"""The value in force: by day, by region, by the book's own rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from villagebook.base.days import Period
from villagebook.base.errors import UserError
from villagebook.policies import Overrides, assumed, find, period, share, value, whole

NEW_YEAR = date(2025, 1, 1)
DEHUA = "福建省泉州市德化县"


def test_project_notices_hang_ten_days() -> None:
    assert value("notice.project_library.days", NEW_YEAR) == Period(10, "day")


def test_line_of_the_year_is_used() -> None:
    assert value("income.poverty_line", date(2019, 12, 31)) == 375_000
    assert value("income.poverty_line", date(2020, 1, 1)) == 400_000


def test_day_without_a_value_is_refused_in_words() -> None:
    with pytest.raises(UserError) as caught:
        value("income.poverty_line", date(2021, 1, 1))
    assert caught.value.id == "policy.not_in_force"
    assert "2021年1月1日" in str(caught.value)
    assert "贫困线" in str(caught.value)


def test_day_without_a_value_is_nothing_for_a_check() -> None:
    assert find("income.poverty_line", date(2021, 1, 1)) is None


def test_line_of_a_county_holds_in_that_county_only() -> None:
    assert value("income.monitoring_line", date(2024, 5, 1), region=DEHUA) == 1_956_000
    assert find("income.monitoring_line", date(2024, 5, 1), region="福建省漳州市示范县") is None


def test_general_line_holds_where_the_region_has_none() -> None:
    assert value("income.monitoring_line", date(2021, 5, 1), region=DEHUA) == 600_000


def test_unknown_policy_is_a_bug() -> None:
    with pytest.raises(KeyError, match=r"notice\.none"):
        value("notice.none", NEW_YEAR)


@pytest.mark.parametrize(
    ("on", "days"),
    [(date(2024, 12, 31), "10天"), (date(2025, 1, 1), "12天"), (date(2025, 6, 30), "12天"), (date(2025, 7, 1), "10天")],
)
def test_own_rule_holds_from_its_first_day_until_the_day_it_ends(on: date, days: str) -> None:
    own: Overrides = {"notice.project_start.days": [(date(2025, 1, 1), date(2025, 7, 1), "12天")]}
    assert str(value("notice.project_start.days", on, own)) == days


def test_own_rule_comes_before_the_region() -> None:
    own: Overrides = {"income.monitoring_line": [(None, None, 900_000)]}
    assert value("income.monitoring_line", date(2024, 5, 1), own, region=DEHUA) == 900_000


def test_of_two_own_rules_the_one_that_began_last_holds() -> None:
    own: Overrides = {
        "notice.project_start.days": [
            (date(2025, 1, 1), None, "12天"),
            (None, None, "11天"),
            (date(2025, 1, 1), None, "15天"),
        ]
    }
    assert str(value("notice.project_start.days", NEW_YEAR, own)) == "15天"
    assert str(value("notice.project_start.days", date(2024, 1, 1), own)) == "11天"


@pytest.mark.parametrize(
    ("policy_id", "raw"),
    [
        ("notice.project_start.days", 10),
        ("notice.project_start.days", "十天"),
        ("income.low_alert", "4000"),
        ("income.low_alert", 4000.5),
        ("income.low_alert", True),
        ("income.low_alert", -1),
        ("money.quality_deposit_most", "-0.1"),
        ("people.school_age_from", None),
        ("money.quality_deposit_most", 0.1),
        ("money.quality_deposit_most", "NaN"),
        ("money.quality_deposit_most", "一成"),
    ],
)
def test_own_rule_of_another_shape_is_refused(policy_id: str, raw: object) -> None:
    with pytest.raises(UserError) as caught:
        value(policy_id, NEW_YEAR, {policy_id: [(None, None, raw)]})
    assert caught.value.id == "policy.bad_override"


def test_typed_lookups_give_their_own_shape() -> None:
    assert period("monitoring.observation", NEW_YEAR) == Period(6, "month")
    assert whole("income.sum_tolerance", NEW_YEAR) == 100
    assert share("money.quality_deposit_most", NEW_YEAR) == Decimal("0.1")


def test_typed_lookup_of_another_shape_is_a_bug() -> None:
    with pytest.raises(TypeError):
        period("income.sum_tolerance", NEW_YEAR)
    with pytest.raises(TypeError):
        whole("monitoring.observation", NEW_YEAR)
    with pytest.raises(TypeError):
        share("monitoring.observation", NEW_YEAR)


def test_assumed_policies_are_those_without_a_known_source() -> None:
    ids = {policy.id for policy in assumed()}
    assert "notice.income_distribution.days" in ids
    assert "income.poverty_line" in ids
    assert "notice.funds_use.days" not in ids
