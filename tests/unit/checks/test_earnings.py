"""Checks of how much a household earned, and what goes with it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_household, add
from villagebook.models import Guarantee, HouseholdYear, Override, VillageYear

HOME = "3506991012030010"
MONITORED = {"kind": "边缘易致贫户", "from_on": dt.date(2024, 5, 20)}


@pytest.fixture
def earned(conn, village):
    """Give a function: class, figures of 2025 -> (household, its year as text); class 脱贫户 unless told."""

    def make(status="脱贫户", code=HOME, people=(), home=None, **figures):
        keys = a_household(
            conn, village, code=code, statuses=(status,), people=people, income=figures, **(home or {}))
        return keys.household, str(keys.year)

    return make


@pytest.fixture
def moment(conn, village):
    """Give a function: household, moment, figures -> the guarantee as text."""

    def make(household, stage="识别时", **figures):
        return str(add(conn, Guarantee, village_id=village, household_id=household, stage=stage, **figures))

    return make


@pytest.mark.parametrize("figure", [None, 399_999])
def test_fires_incomes_low(found, earned, figure):
    _, year = earned(per_capita_fen=figure, wage_fen=1)
    earned(code="2", per_capita_fen=400_000)
    assert found("incomes.low") == [(HOME, "人均纯收入", "household_year", year)]


def test_silent_on_incomes_low(found, earned):
    earned(code="1", per_capita_fen=400_000)
    earned("一般农户", code="2", per_capita_fen=100)
    earned(code="3", year=2024, population=4)
    assert found("incomes.low") == []


def test_fires_incomes_below_line(conn, village, found, earned):
    add(conn, VillageYear, village_id=village, year=2025, monitoring_line_fen=850_000)
    _, year = earned(per_capita_fen=849_999)
    assert found("incomes.below-line") == [(HOME, "人均纯收入", "household_year", year)]


def test_silent_on_incomes_below_line(conn, village, found, earned):
    add(conn, VillageYear, village_id=village, year=2025, monitoring_line_fen=850_000)
    earned(code="1", per_capita_fen=850_000)
    earned(MONITORED, code="2", per_capita_fen=1)
    earned("一般农户", code="3", per_capita_fen=1)
    assert found("incomes.below-line") == []


def test_a_line_of_a_policy_goes_before_that_of_the_village(conn, scope, found, earned):
    earned(per_capita_fen=900_000)
    assert found("incomes.below-line") == []
    add(conn, Override, village_id=scope.village_id, subject="income.monitoring_line", value=1_000_000)
    assert len(found("incomes.below-line")) == 1


def test_fires_incomes_high_when_identified(found, earned, moment):
    household, _ = earned(MONITORED, per_capita_fen=1)
    then = moment(household, per_capita_fen=2_000_001)
    _, year = earned(MONITORED, code="2", per_capita_fen=2_000_001)
    assert found("incomes.high-when-identified") == [
        ("2", "人均纯收入", "household_year", year), (HOME, "家庭人均纯收入", "guarantee", then)]  # fmt: skip


def test_the_year_of_an_income_is_told_where_that_of_the_moment_is_unknown(findings, earned):
    earned(MONITORED, per_capita_fen=2_000_001)
    assert [finding.message for finding in findings("incomes.high-when-identified")] == [
        "2024年纳入监测，2025年人均 20,000.01 元，高于 20,000.00 元"]


def test_silent_on_incomes_high_when_identified(found, earned, moment):
    household, _ = earned(MONITORED, code="1", per_capita_fen=9_000_000)
    moment(household, per_capita_fen=2_000_000)
    earned({**MONITORED, "from_on": dt.date(2022, 5, 1)}, code="2", per_capita_fen=9_000_000)
    earned("脱贫户", code="3", per_capita_fen=9_000_000)
    earned({**MONITORED, "kind": "突发严重困难户"}, code="4", per_capita_fen=9_000_000)
    assert found("incomes.high-when-identified") == []


@pytest.mark.parametrize("wage", [29_999, 30_000_001])
def test_fires_incomes_wage_range(found, earned, wage):
    _, year = earned(wage_fen=wage)
    assert found("incomes.wage-range") == [(HOME, "工资性收入", "household_year", year)]


def test_silent_on_incomes_wage_range(found, earned):
    for code, wage in enumerate((0, 30_000, 30_000_000, None)):
        earned(code=str(code), wage_fen=wage, net_fen=1)
    earned("一般农户", code="9", wage_fen=1)
    assert found("incomes.wage-range") == []


def test_fires_incomes_wage_low_when_identified(found, earned, moment):
    household, _ = earned(MONITORED)
    then = moment(household, wage_fen=9_999)
    assert found("incomes.wage-low-when-identified") == [(HOME, "工资性收入", "guarantee", then)]


def test_silent_on_incomes_wage_low_when_identified(found, earned, moment):
    for code, wage in enumerate((0, 10_000, None)):
        household, _ = earned(MONITORED, code=str(code))
        moment(household, wage_fen=wage)
    moment(earned(MONITORED, code="8")[0], "风险消除时", wage_fen=1)
    assert found("incomes.wage-low-when-identified") == []


def test_fires_incomes_business_without_cost(found, earned):
    _, year = earned(business_fen=100, cost_fen=0)
    assert found("incomes.business-without-cost") == [(HOME, "生产经营性支出", "household_year", year)]


def test_silent_on_incomes_business_without_cost(found, earned):
    earned(code="1", business_fen=100, cost_fen=1)
    earned(code="2", business_fen=0, cost_fen=0)
    earned("一般农户", code="3", business_fen=100, cost_fen=0)
    assert found("incomes.business-without-cost") == []


def test_fires_incomes_employment_without_wage(found, earned, measure):
    household, year = earned(wage_fen=0)
    measure(household, "公益岗位帮扶", "护林员")
    assert found("incomes.employment-without-wage") == [(HOME, "工资性收入", "household_year", year)]


def test_silent_on_incomes_employment_without_wage(found, earned, measure):
    measure(earned(code="1", wage_fen=100)[0], "公益岗位帮扶", "护林员")
    measure(earned(code="2", wage_fen=0)[0], "就业帮扶", "技能培训")
    measure(earned(code="3", wage_fen=0)[0], "就业帮扶", "务工", year=2024)
    measure(earned("一般农户", code="4", wage_fen=0)[0], "就业帮扶", "务工")
    assert found("incomes.employment-without-wage") == []


def test_fires_incomes_aid_without_transfer(found, earned, measure):
    household, year = earned(transfer_fen=0)
    measure(household, "综合保障", "享受农村低保")
    assert found("incomes.aid-without-transfer") == [(HOME, "转移性收入", "household_year", year)]


def test_silent_on_incomes_aid_without_transfer(found, earned, measure):
    measure(earned(code="1", transfer_fen=1)[0], "综合保障", "享受农村低保")
    measure(earned(code="2", transfer_fen=0)[0], "综合保障", "临时救助")
    measure(earned(code="3", transfer_fen=0)[0], "综合保障", "特困供养", year=2023)
    assert found("incomes.aid-without-transfer") == []


GONE = {**MONITORED, "removed": "是", "removed_on": dt.date(2025, 6, 1)}


def test_fires_incomes_industry_without_business(found, earned, measure, moment):
    household, _ = earned(GONE)
    measure(household, "产业帮扶", "养鸡")
    then = moment(household, "风险消除时", business_fen=0)
    assert found("incomes.industry-without-business") == [(HOME, "生产经营性收入", "guarantee", then)]


def test_silent_on_incomes_industry_without_business(found, earned, measure, moment):
    for code, status, kind, figure in (
        ("1", GONE, "产业帮扶", 5), ("2", GONE, "健康帮扶", 0), ("3", MONITORED, "产业帮扶", 0),
    ):  # fmt: skip
        household, _ = earned(status, code=code)
        measure(household, kind)
        moment(household, "风险消除时", business_fen=figure)
    assert found("incomes.industry-without-business") == []


def test_fires_incomes_ecology_without_forest(found, earned):
    _, year = earned(ecology_fen=100)
    assert found("incomes.ecology-without-forest") == [(HOME, "生态补偿金", "household_year", year)]


def test_silent_on_incomes_ecology_without_forest(found, earned):
    earned(code="1", ecology_fen=100, home={"returned_forest": 1})
    earned(code="2", ecology_fen=0)
    earned("一般农户", code="3", ecology_fen=100)
    assert found("incomes.ecology-without-forest") == []


@pytest.mark.parametrize(
    ("name", "figure", "heading"),
    [("subsistence_fen", 19_999, "低保金"), ("destitute_fen", 1, "五保金"),
     ("family_planning_fen", 9_999, "计划生育金"), ("pension_fen", 8_799, "养老保险金")],
)  # fmt: skip
def test_fires_incomes_transfer_low(found, earned, name, figure, heading):
    _, year = earned(**{name: figure})
    assert found("incomes.transfer-low") == [(HOME, heading, "household_year", year)]


def test_silent_on_incomes_transfer_low(found, earned):
    earned(code="1", subsistence_fen=20_000, destitute_fen=20_000, family_planning_fen=10_000, pension_fen=8_800)
    earned(code="2", subsistence_fen=0, pension_fen=0)
    earned("一般农户", code="3", pension_fen=1)
    assert found("incomes.transfer-low") == []


def test_fires_incomes_drop(conn, village, found, findings, earned):
    household, year = earned(per_capita_fen=699_999)
    add(conn, HouseholdYear, village_id=village, household_id=household, year=2024, per_capita_fen=1_000_000)
    assert found("incomes.drop") == [(HOME, "人均纯收入", "household_year", year)]
    assert "30%" in findings("incomes.drop")[0].message


def test_silent_on_incomes_drop(conn, village, found, earned):
    for code, before, year in (("1", 1_000_000, 2024), ("2", 9_000_000, 2023), ("3", 0, 2024)):
        household, _ = earned(code=code, per_capita_fen=700_000)
        add(conn, HouseholdYear, village_id=village, household_id=household, year=year, per_capita_fen=before)
    assert found("incomes.drop") == []


def test_fires_incomes_below_line_when_lifted(conn, village, found, earned):
    household, _ = earned({"kind": "脱贫户", "lifted_year": 2017})
    then = add(conn, HouseholdYear, village_id=village, household_id=household, year=2017, per_capita_fen=333_400)
    assert found("incomes.below-line-when-lifted") == [(HOME, "人均纯收入", "household_year", str(then))]


def test_silent_on_incomes_below_line_when_lifted(conn, village, found, earned):
    for code, lifted, figure in (("1", 2017, 333_500), ("2", 2018, 1)):
        household, _ = earned({"kind": "脱贫户", "lifted_year": lifted}, code=code)
        add(conn, HouseholdYear, village_id=village, household_id=household, year=2017, per_capita_fen=figure)
    assert found("incomes.below-line-when-lifted") == []
