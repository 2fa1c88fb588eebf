"""Checks of risks marked as removed."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from tests.builders import a_household, add
from villagebook.models import Guarantee, StatusPeriod, VillageYear

HOME = "3506991012030010"
BEGUN, GONE = dt.date(2024, 5, 20), dt.date(2025, 3, 1)
ALL_WELL = {
    "house_problem": "否", "school_problem": "否", "water_problem": "否", "medical_problem": "否", "net_fen": 3_000_000,
    "per_capita_fen": 1_500_000,
}  # fmt: skip


@pytest.fixture
def removed(conn, village):
    """Give a function: fields of the period, of the block -> (household, period, guarantee) as text."""

    def make(code=HOME, people=({"labour": "普通劳动力"},), block=ALL_WELL, home=None, income=None, **fields):
        status = {"kind": "边缘易致贫户", "risk1": "因病", "from_on": BEGUN, "removed": "是", "removed_on": GONE,
                  "contact": "林晓芸", **fields}  # fmt: skip
        keys = a_household(
            conn, village, code=code, statuses=(status,), people=people, income=income, **(home or {}))
        period = select(StatusPeriod.id).where(StatusPeriod.household_id == keys.household)
        key = block and add(
            conn, Guarantee, village_id=village, household_id=keys.household, stage="风险消除时", **block)
        return keys, str(conn.execute(period).scalar_one()), str(key)

    return make


@pytest.mark.parametrize(
    ("name", "heading"),
    [("house_problem", "是否住房出现安全问题"), ("water_problem", "是否饮水出现安全问题"),
     ("school_problem", "是否义务教育阶段适龄儿童少年失学辍学"),
     ("medical_problem", "是否有家庭成员未参加城乡居民(职工)基本医疗保险")],
)  # fmt: skip
def test_fires_monitoring_removed_with_problem(found, removed, name, heading):
    _, _, block = removed(block={**ALL_WELL, name: "是"})
    assert found("monitoring.removed-with-problem") == [(HOME, heading, "guarantee", block)]


def test_silent_on_monitoring_removed_with_problem(found, removed):
    removed(code="1")
    removed(code="2", removed="否", removed_on=None, block={**ALL_WELL, "house_problem": "是"})
    assert found("monitoring.removed-with-problem") == []


@pytest.mark.parametrize(
    ("fields", "heading"),
    [({"dangerous_house": "是", "safe_water": "是"}, "是否危房户"), ({"safe_water": "否"}, "是否解决安全饮用水")],
)
def test_fires_monitoring_removed_with_bad_home(found, removed, fields, heading):
    keys, _, _ = removed(home=fields)
    assert found("monitoring.removed-with-bad-home") == [(HOME, heading, "household", str(keys.household))]


def test_silent_on_monitoring_removed_with_bad_home(found, removed):
    removed(code="1", home={"dangerous_house": "否", "safe_water": "是"})
    removed(code="2", home={"safe_water": "否"}, through_on=GONE)
    removed(code="3", home={"safe_water": "否"}, removed="否", removed_on=None)
    assert found("monitoring.removed-with-bad-home") == []


def test_fires_monitoring_removed_block_empty(found, removed):
    _, _, block = removed(block={**ALL_WELL, "net_fen": None})
    removed(code="1")
    _, period, _ = removed(code="2", block=None)
    assert found("monitoring.removed-block-empty") == [
        ("2", "时点", "status_period", period), (HOME, "家庭纯收入", "guarantee", block)]  # fmt: skip


def test_silent_on_monitoring_removed_block_empty(found, removed):
    removed(code="1")
    removed(code="2", removed="否", removed_on=None, block=None)
    assert found("monitoring.removed-block-empty") == []


def test_a_moment_of_which_no_list_told_is_not_missing(conn, village, found, removed):
    keys, _, _ = removed(block=None)
    add(conn, Guarantee, village_id=village, household_id=keys.household, stage="识别时", **ALL_WELL)
    assert found("monitoring.removed-block-empty") == []


def test_fires_monitoring_removed_without_contact(found, removed):
    removed(code="1")
    _, period, _ = removed(contact=None)
    assert found("monitoring.removed-without-contact") == [(HOME, "监测联系人", "status_period", period)]


def test_silent_on_monitoring_removed_without_contact(found, removed):
    removed(code="1")
    removed(code="2", contact=None, removed="否", removed_on=None)
    assert found("monitoring.removed-without-contact") == []


@pytest.mark.parametrize(
    ("gone", "severity"),
    [(dt.date(2024, 5, 31), "error"), (dt.date(2024, 6, 30), "error"), (dt.date(2024, 11, 19), "warning")],
)
def test_fires_monitoring_removed_early(found, severities, removed, gone, severity):
    _, period, _ = removed(removed_on=gone)
    assert found("monitoring.removed-early") == [(HOME, "风险消除时间", "status_period", period)]
    assert severities("monitoring.removed-early") == [severity]


def test_silent_on_monitoring_removed_early(found, removed):
    removed(code="1", removed_on=dt.date(2024, 11, 20))
    removed(code="2", from_on=dt.date(2021, 3, 1), removed_on=dt.date(2021, 4, 1))
    removed(code="3", from_on=None)
    assert found("monitoring.removed-early") == []


@pytest.fixture
def line(conn, village):
    """The village's line of 2025: 8,500 元."""
    add(conn, VillageYear, village_id=village, year=2025, monitoring_line_fen=850_000)


@pytest.mark.usefixtures("line")
def test_fires_monitoring_removed_below_line(found, removed):
    _, _, block = removed(block={**ALL_WELL, "per_capita_fen": 849_900}, income={"per_capita_fen": 2_000_000})
    keys, _, _ = removed(code="2", block=None, income={"per_capita_fen": 800_000})
    assert found("monitoring.removed-below-line") == [
        ("2", "人均纯收入", "household_year", str(keys.year)),
        (HOME, "家庭人均纯收入", "guarantee", block),
    ]


@pytest.mark.usefixtures("line")
def test_silent_on_monitoring_removed_below_line(found, removed):
    removed(code="1", income={"per_capita_fen": 1})
    removed(code="2", block={**ALL_WELL, "per_capita_fen": 1}, removed_on=dt.date(2024, 12, 1))  # no line that year
    removed(code="3", block={**ALL_WELL, "per_capita_fen": 1}, removed="否", removed_on=None)
    assert found("monitoring.removed-below-line") == []


def test_fires_monitoring_removed_no_labour(found, removed):
    _, period, _ = removed(people=({"labour": "无劳动力"}, {"labour": "丧失劳动力"}))
    assert found("monitoring.removed-no-labour") == [(HOME, "风险是否已消除", "status_period", period)]


def test_silent_on_monitoring_removed_no_labour(found, removed):
    removed(code="1", people=({"labour": "无劳动力"}, {"labour": "弱劳动力或半劳动力"}))
    removed(code="2", people=({"labour": "无劳动力"},), removed="否", removed_on=None)
    assert found("monitoring.removed-no-labour") == []
