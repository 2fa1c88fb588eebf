"""Checks of the income sheet."""

from __future__ import annotations

import pytest

from tests.builders import a_household

HOME = "3506991012030015"
RIGHT = {
    "population": 2, "wage_fen": 100_000, "business_fen": 50_000, "property_fen": 30_000, "dividend_fen": 20_000,
    "other_property_fen": 10_000, "transfer_fen": 60_000, "family_planning_fen": 0, "subsistence_fen": 0,
    "destitute_fen": 0, "pension_fen": 36_000, "ecology_fen": 20_000, "other_transfer_fen": 4_000, "cost_fen": 15_000,
    "total_fen": 240_000, "net_fen": 225_000, "per_capita_fen": 112_500, "post_wage_fen": 60_000,
    "other_wage_fen": 40_000,
}  # fmt: skip
CHECKED = ("wage-parts", "property-parts", "transfer-parts", "total", "net", "per-capita")


@pytest.fixture
def home(conn, village):
    """Give a function that makes a household with two members and right figures but for the ones given."""

    def make(code=HOME, **figures):
        keys = a_household(conn, village, code=code, people=({}, {}), income={**RIGHT, **figures})
        return str(keys.year)

    return make


def only(found, name, field, key):
    """The named check fires on the field, and no other check of incomes."""
    for check in CHECKED:
        rows = found(f"incomes.{check}")
        assert rows == ([(HOME, field, "household_year", key)] if check == name else []), check


def test_fires_incomes_wage_parts(found, home):
    key = home(wage_fen=100_200, total_fen=240_200, net_fen=225_200, per_capita_fen=112_600)
    only(found, "wage-parts", "工资性收入", key)


def test_fires_incomes_property_parts(found, home):
    only(found, "property-parts", "财产性收入", home(property_fen=50_000))


def test_fires_incomes_transfer_parts(found, home):
    only(found, "transfer-parts", "转移性收入", home(transfer_fen=160_000))


def test_what_the_parts_add_up_to_is_proposed(findings, home):
    home(total_fen=241_000, net_fen=226_000, per_capita_fen=113_000)
    assert [one.proposal for one in findings("incomes.total")] == ["2,400.00"]


def test_fires_incomes_total(found, home):
    only(found, "total", "年收入", home(total_fen=241_000, net_fen=226_000, per_capita_fen=113_000))


def test_fires_incomes_net(found, home):
    only(found, "net", "纯收入", home(net_fen=200_000, per_capita_fen=100_000))


def test_fires_incomes_per_capita(found, home):
    only(found, "per-capita", "人均纯收入", home(per_capita_fen=214_500))


@pytest.mark.parametrize("figures", [
    {}, {"per_capita_fen": 112_599}, {"total_fen": 240_100, "net_fen": 225_100},
    {"cost_subsidy_fen": 5_000, "net_fen": 230_000, "per_capita_fen": 115_000}, {"destitute_fen": None},
])
def test_silent_on_incomes_that_agree(found, home, figures):
    home(**figures)
    for check in CHECKED:
        assert found(f"incomes.{check}") == []


def test_silent_on_incomes_wage_parts(found, home):
    home(post_wage_fen=None, other_wage_fen=None)
    assert found("incomes.wage-parts") == []


def test_silent_on_incomes_property_parts(found, home):
    home(code="other")
    home(dividend_fen=None, other_property_fen=None, property_fen=9)
    assert found("incomes.property-parts") == []


def test_silent_on_incomes_transfer_parts(found, home):
    home(ecology_fen=None, transfer_fen=9)
    assert found("incomes.transfer-parts") == []


def test_silent_on_incomes_total(found, home):
    home(total_fen=None)
    # The sum agrees with the items; what is wrong is 转移性收入, and that has a check of its own.
    home(transfer_fen=160_000)
    assert found("incomes.total") == []


def test_silent_on_incomes_net(found, home):
    home(net_fen=None)
    assert found("incomes.net") == []


def test_silent_on_incomes_per_capita(found, home):
    home(population=0)
    # The number of people is wrong, and that has a check of its own.
    home(code="2", population=5)
    assert found("incomes.per-capita") == []


def test_an_empty_part_counts_as_zero_once_the_year_has_received_it(found, home):
    home(code="other")
    home(ecology_fen=None)
    assert [row[:2] for row in found("incomes.transfer-parts")] == [(HOME, "转移性收入")]
