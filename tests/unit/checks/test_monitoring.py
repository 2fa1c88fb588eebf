"""Checks of monitored households: their risks and the measures that answer them."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from tests.builders import a_household, add
from villagebook.models import Guarantee, StatusPeriod

HOME = "3506991012030010"
RISK1, RISK2 = "致贫/返贫风险1", "致贫/返贫风险2"
LONG_AGO, LATELY = dt.date(2025, 2, 10), dt.date(2025, 10, 6)


@pytest.fixture
def monitored(conn, village):
    """Give a function: fields of the period -> (household, period as text) of a monitored household with a worker."""

    def make(code=HOME, people=({"labour": "普通劳动力"},), kind="边缘易致贫户", **fields):
        status = {"kind": kind, "risk1": "因意外事故", "from_on": LONG_AGO, "removed": "否", **fields}
        home = a_household(conn, village, code=code, statuses=(status,), people=people).household
        period = select(StatusPeriod.id).where(StatusPeriod.household_id == home)
        return home, str(conn.execute(period).scalar_one())

    return make


@pytest.fixture
def moment(conn, village):
    """Give a function: household, fields -> guarantee as text at 识别时."""

    def make(household, stage="识别时", **fields):
        return str(add(conn, Guarantee, village_id=village, household_id=household, stage=stage, **fields))

    return make


def test_fires_monitoring_no_risk(found, monitored):
    _, period = monitored(risk1=None)
    assert found("monitoring.no-risk") == [(HOME, RISK1, "status_period", period)]


def test_silent_on_monitoring_no_risk(found, monitored):
    monitored(code="1")
    monitored(code="2", kind="脱贫户", risk1=None)
    monitored(code="3", risk1=None, through_on=dt.date(2025, 3, 1))
    assert found("monitoring.no-risk") == []


def test_fires_monitoring_other_risk_without_note(found, monitored):
    _, period = monitored(risk2="其他")
    assert found("monitoring.other-risk-without-note") == [(HOME, "风险备注", "status_period", period)]


def test_silent_on_monitoring_other_risk_without_note(found, monitored):
    monitored(code="1", risk1="其他", risk_note="火灾")
    monitored(code="2")
    assert found("monitoring.other-risk-without-note") == []


def test_fires_monitoring_disaster_without_kind(found, monitored):
    _, period = monitored(risk1="因自然灾害")
    assert found("monitoring.disaster-without-kind") == [(HOME, "因自然灾害子项", "status_period", period)]


def test_silent_on_monitoring_disaster_without_kind(found, monitored):
    monitored(code="1", risk1="因自然灾害", disaster="洪涝灾害")
    monitored(code="2")
    assert found("monitoring.disaster-without-kind") == []


@pytest.mark.parametrize(
    ("name", "risk"),
    [("house_problem", "因安全住房"), ("school_problem", "因学"), ("water_problem", "因安全饮水")],
)
def test_fires_monitoring_problem_without_risk(found, findings, monitored, moment, name, risk):
    home, period = monitored()
    moment(home, **{name: "是"})
    assert found("monitoring.problem-without-risk") == [(HOME, RISK2, "status_period", period)]
    assert findings("monitoring.problem-without-risk")[0].proposal == risk


def test_silent_on_monitoring_problem_without_risk(found, monitored, moment):
    home, _ = monitored(code="1", risk3="因安全住房")
    moment(home, house_problem="是", school_problem="否")
    moment(home, "风险消除时", water_problem="是")
    assert found("monitoring.problem-without-risk") == []


def test_fires_monitoring_no_measure(found, monitored, measure, home_of):
    home, period = monitored()
    measure(home_of("脱贫户", code="9"))
    measure(home, "产业帮扶", "养鸡", year=2024, from_on=dt.date(2024, 5, 1))
    assert found("monitoring.no-measure") == [(HOME, "措施类别", "status_period", period)]


def test_silent_on_monitoring_no_measure(found, monitored, measure):
    measure(monitored(code="1")[0], "产业帮扶", from_on=LONG_AGO)
    measure(monitored(code="2")[0], "产业帮扶")
    monitored(code="3", from_on=LATELY)
    monitored(code="4", removed="是", removed_on=dt.date(2025, 9, 1))
    assert found("monitoring.no-measure") == []


GONE = {"removed": "是", "removed_on": dt.date(2025, 9, 1), "removed_way": "帮扶消除"}


def test_fires_monitoring_helped_without_measure(found, monitored, measure, home_of):
    measure(home_of("脱贫户", code="9"))
    _, period = monitored(**GONE)
    assert found("monitoring.helped-without-measure") == [(HOME, "风险消除方式", "status_period", period)]


def test_silent_on_monitoring_helped_without_measure(found, monitored, measure):
    measure(monitored(code="1", **GONE)[0])
    monitored(code="2", **{**GONE, "removed_way": "自然消除"})
    monitored(code="3", removed_way="帮扶消除")
    assert found("monitoring.helped-without-measure") == []


def test_no_measure_is_missing_of_years_without_any_list_of_measures(found, monitored, measure, home_of):
    monitored(code="1")
    monitored(code="2", **{**GONE, "from_on": dt.date(2021, 8, 1), "removed_on": dt.date(2022, 9, 1)})
    measure(home_of("脱贫户", code="9"), year=2020)
    assert found("monitoring.no-measure") == found("monitoring.helped-without-measure") == []


def test_a_risk_without_measure_is_an_error(severities, monitored, measure):
    measure(monitored(risk2="因病")[0], "产业帮扶")
    assert severities("monitoring.risk-without-measure") == ["error"]


@pytest.mark.parametrize(
    ("risk", "kind"),
    [("因病", "产业帮扶"), ("因学", "健康帮扶"), ("因残", "健康帮扶"), ("因安全住房", "饮水安全保障"),
     ("因安全饮水", "搬迁")],
)  # fmt: skip
def test_fires_monitoring_risk_without_measure(found, monitored, measure, risk, kind):
    home, period = monitored(risk2=risk)
    measure(home, kind)
    assert found("monitoring.risk-without-measure") == [(HOME, RISK2, "status_period", period)]


def test_problems_with_school_and_insurance_need_their_measures(found, monitored, measure, moment):
    home, _ = monitored()
    measure(home, "产业帮扶")
    then = moment(home, school_problem="是", medical_problem="是")
    assert [row[1:] for row in found("monitoring.risk-without-measure")] == [
        ("是否义务教育阶段适龄儿童少年失学辍学", "guarantee", then),
        ("是否有家庭成员未参加城乡居民(职工)基本医疗保险", "guarantee", then),
    ]


@pytest.mark.parametrize(
    ("risk", "kind"),
    [("因病", "社会帮扶"), ("因病", "综合保障"), ("因学", "其他教育帮扶"), ("因残", "综合保障"), ("因安全住房", "搬迁"),
     ("因安全饮水", "饮水安全保障"), ("因意外事故", "产业帮扶")],
)  # fmt: skip
def test_a_risk_is_answered(found, monitored, measure, moment, risk, kind):
    home, _ = monitored(risk1=risk)
    measure(home, kind)
    moment(home, school_problem="否")
    assert found("monitoring.risk-without-measure") == []


def test_silent_on_monitoring_risk_without_measure(found, monitored, measure, moment):
    home, _ = monitored(code="1", risk1="因病", risk2="因学")
    measure(home, "健康帮扶")
    measure(home, "义务教育保障")
    moment(home, school_problem="是", medical_problem="是")
    monitored(code="2", risk1="因病")  # no measure at all: told once, by its own check
    assert found("monitoring.risk-without-measure") == []


def test_fires_monitoring_no_development_measure(found, monitored, measure):
    home, period = monitored()
    measure(home, "健康帮扶")
    assert found("monitoring.no-development-measure") == [(HOME, "措施类别", "status_period", period)]


def test_silent_on_monitoring_no_development_measure(found, monitored, measure):
    for code, kind, fields in (
        ("1", "公益岗位帮扶", {}), ("2", "健康帮扶", {"people": ({"labour": "无劳动力"},)}),
        ("3", "健康帮扶", {"from_on": dt.date(2025, 5, 6)}),
    ):  # fmt: skip
        measure(monitored(code=code, **fields)[0], kind)
    assert found("monitoring.no-development-measure") == []


def test_fires_monitoring_development_only_minor(found, monitored, measure):
    home, period = monitored(development="已实施")
    measure(home, "就业帮扶", "技能培训")
    measure(home, "产业帮扶", "其他")
    assert found("monitoring.development-only-minor") == [
        (HOME, "实施开发式帮扶措施情况", "status_period", period)]  # fmt: skip


def test_silent_on_monitoring_development_only_minor(found, monitored, measure):
    home, _ = monitored(code="1", development="已实施")
    measure(home, "就业帮扶", "技能培训")
    measure(home, "产业帮扶", "养鸡")
    monitored(code="2", development="尚未实施")
    assert found("monitoring.development-only-minor") == []


def test_fires_monitoring_development_state(found, findings, monitored, measure):
    home, period = monitored(development="尚未实施")
    measure(home, "金融帮扶", "小额信贷")
    assert found("monitoring.development-state") == [(HOME, "实施开发式帮扶措施情况", "status_period", period)]
    assert findings("monitoring.development-state")[0].proposal == "已实施"


def test_silent_on_monitoring_development_state(found, monitored, measure):
    measure(monitored(code="1", development="已实施")[0], "金融帮扶")
    measure(monitored(code="2", development="尚未实施")[0], "健康帮扶")
    assert found("monitoring.development-state") == []


def test_fires_monitoring_relocation_late(found, monitored, measure):
    key = measure(monitored()[0], "搬迁", "集中安置")
    assert found("monitoring.relocation-late") == [(HOME, "措施类别", "measure", key)]


def test_silent_on_monitoring_relocation_late(found, monitored, measure):
    measure(monitored(code="1", from_on=dt.date(2020, 12, 31))[0], "搬迁")
    measure(monitored(code="2")[0], "住房安全保障")
    assert found("monitoring.relocation-late") == []
