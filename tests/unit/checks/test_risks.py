"""Checks of the risks of monitored households against their members."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from tests.builders import a_household, add
from villagebook.models import Guarantee, StatusPeriod

HOME = "3506991012030010"
RISK1 = "致贫/返贫风险1"


@pytest.fixture
def at_risk(conn, village):
    """Give a function: risk, people, fields -> (household, its period as text) of a monitored household."""

    def make(risk, *people, code=HOME, income=None, **fields):
        status = {"kind": "边缘易致贫户", "risk1": risk, "from_on": dt.date(2025, 1, 10), **fields}
        members = tuple({"code": f"{code}{place}", "year": 2025, **person} for place, person in enumerate(people))
        home = a_household(conn, village, code=code, statuses=(status,), people=members, income=income).household
        period = select(StatusPeriod.id).where(StatusPeriod.household_id == home)
        return home, str(conn.execute(period).scalar_one())

    return make


def test_fires_monitoring_disability_without_disabled(found, at_risk):
    _, period = at_risk("因残", {"health": "长期慢性病"}, {"health": "健康"})
    assert found("monitoring.disability-without-disabled") == [(HOME, RISK1, "status_period", period)]


def test_silent_on_monitoring_disability_without_disabled(found, at_risk):
    at_risk("因残", {"health": "健康"}, {"health": "长期慢性病,残疾"}, code="1")
    at_risk("因残", {"health": "健康"}, {"labour": "无劳动力"}, code="2")
    at_risk("因残", {"health": "健康"}, code="3", removed="是", removed_on=dt.date(2025, 9, 1))
    at_risk("因病", {"health": "健康"}, code="4")
    assert found("monitoring.disability-without-disabled") == []


def test_fires_monitoring_illness_without_patient(found, at_risk):
    _, period = at_risk("缺劳动力", {"health": "健康"}, {"health": "残疾"}, risk3="因病")
    assert found("monitoring.illness-without-patient") == [(HOME, "致贫/返贫风险3", "status_period", period)]


def test_silent_on_monitoring_illness_without_patient(found, at_risk):
    at_risk("因病", {"health": "健康"}, {"health": "患有大病,残疾"}, code="1")
    at_risk("因病", {"health": "长期慢性病"}, code="2")
    at_risk("因残", {"health": "健康"}, code="3")
    assert found("monitoring.illness-without-patient") == []


def test_fires_monitoring_illness_without_cost(conn, village, found, at_risk):
    home, _ = at_risk("因病", {"health": "患有大病"})
    key = add(conn, Guarantee, village_id=village, household_id=home, stage="识别时", out_of_pocket_fen=0)
    a_year = at_risk("因病", {"health": "患有大病"}, code="2", income={"out_of_pocket_fen": 0})
    rows = found("monitoring.illness-without-cost")
    assert rows[0] == ("2", "合规自付支出", "household_year", rows[0][3])
    assert rows[1] == (HOME, "合规自付支出", "guarantee", str(key))
    assert a_year


def test_silent_on_monitoring_illness_without_cost(conn, village, found, at_risk):
    home, _ = at_risk("因病", {"health": "患有大病"}, code="1", income={"out_of_pocket_fen": 0})
    add(conn, Guarantee, village_id=village, household_id=home, stage="识别时", out_of_pocket_fen=500_000)
    at_risk("因病", {"health": "患有大病"}, code="2", income={"out_of_pocket_fen": 1})
    at_risk("因病", {"health": "患有大病"}, code="3")
    assert found("monitoring.illness-without-cost") == []


@pytest.mark.parametrize("labours", [
    ("普通劳动力",), ("普通劳动力", "无劳动力"), ("技能劳动力", "普通劳动力", "普通劳动力", "无劳动力"),
])  # fmt: skip
def test_fires_monitoring_no_labour_with_workers(found, at_risk, labours):
    _, period = at_risk("缺劳动力", *({"labour": labour} for labour in labours))
    assert found("monitoring.no-labour-with-workers") == [(HOME, RISK1, "status_period", period)]


def test_silent_on_monitoring_no_labour_with_workers(found, at_risk):
    few = ("普通劳动力", "无劳动力", "弱劳动力或半劳动力", "丧失劳动力")
    at_risk("缺劳动力", *({"labour": labour} for labour in few), code="1")
    at_risk("缺劳动力", {"labour": "普通劳动力"}, {"health": "健康"}, code="2")
    at_risk("因病", {"labour": "普通劳动力"}, code="3")
    assert found("monitoring.no-labour-with-workers") == []


@pytest.mark.parametrize("people", [
    ({"labour": "无劳动力", "work_months": 3}, {"labour": "丧失劳动力"}),
    ({"labour": "普通劳动力", "work_months": 0}, {"labour": "无劳动力"}),
])  # fmt: skip
def test_fires_monitoring_work_without_worker(found, at_risk, people):
    _, period = at_risk("因务工就业不稳", *people)
    assert found("monitoring.work-without-worker") == [(HOME, RISK1, "status_period", period)]


def test_silent_on_monitoring_work_without_worker(found, at_risk):
    at_risk("因务工就业不稳", {"labour": "普通劳动力", "work_months": 4}, {"labour": "无劳动力"}, code="1")
    at_risk("因务工就业不稳", {"labour": "普通劳动力", "year": 2024}, code="2")
    at_risk("因病", {"labour": "无劳动力"}, code="3")
    assert found("monitoring.work-without-worker") == []
