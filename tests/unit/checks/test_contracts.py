"""Checks of contracts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.builders import a_project, add
from villagebook.models import Contract

CODE, NUMBER = "35069920250002", "合同2025-01"
D = dt.date


@pytest.fixture
def project(conn, village):
    return a_project(conn, village, code=CODE, sources={"中央": 48_600_000}, started_on=D(2025, 4, 7),
                     accepted_on=D(2025, 6, 24)).project  # fmt: skip


@pytest.fixture
def contract(conn, village, project):
    """Give a function: fields -> key as text of a contract of the project."""

    def make(number=NUMBER, **fields):
        given = {"amount_fen": 48_600_000, "signed_on": D(2025, 4, 1), "party": "通达路桥", **fields}
        return str(add(conn, Contract, village_id=village, project_id=project, number=number, **given))

    return make


def test_fires_contracts_signed_after_start(found, contract):
    key = contract(signed_on=D(2025, 4, 8))
    contract("合同2025-02", signed_on=D(2025, 5, 8), amount_fen=None)
    assert found("contracts.signed-after-start") == [(NUMBER, "签订日期", "contract", key)]


def test_silent_on_contracts_signed_after_start(found, contract):
    contract(signed_on=D(2025, 4, 7))
    # A second contract, and one to supervise, may come while work goes on.
    contract("合同2025-02", signed_on=D(2025, 5, 8))
    contract("合同2025-03", signed_on=D(2025, 5, 8), kind="监理")
    assert found("contracts.signed-after-start") == []


def test_fires_contracts_over_plan(found, project, contract):
    contract(amount_fen=48_000_000)
    contract("合同2025-02", amount_fen=500_000, changed_fen=100_001)
    assert found("contracts.over-plan") == [(CODE, "资金投入合计", "project", str(project))]


def test_silent_on_contracts_over_plan(found, contract):
    contract(amount_fen=48_000_000)
    contract("合同2025-02", amount_fen=700_000, changed_fen=-100_000)
    contract("合同2025-03", amount_fen=None)
    assert found("contracts.over-plan") == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"settled_fen": 48_600_001}, "合同和批准的变更 486,000.00 元"),
        ({"settled_fen": 48_700_000, "changed_fen": 100_000}, "合同和批准的变更 486,000.00 元，变更没有审批"),
        ({"settled_fen": 48_550_000, "changed_fen": -100_000}, "合同和批准的变更 485,000.00 元"),
    ],
)
def test_fires_contracts_settled_over_agreed(findings, contract, fields, said):
    key = contract(**fields)
    (one,) = findings("contracts.settled-over-agreed")
    assert (one.subject, one.field, one.record) == (NUMBER, "结算金额", ("contract", key))
    assert one.message.endswith(said)


def test_silent_on_contracts_settled_over_agreed(found, contract):
    contract(settled_fen=48_600_000)
    contract("合同2025-02", settled_fen=48_700_000, changed_fen=100_000, change_approval="村两委会议")
    contract("合同2025-03", settled_fen=48_700_000, note="结算超过合同：路基换填")
    contract("合同2025-04")
    assert found("contracts.settled-over-agreed") == []


def test_fires_contracts_retention_share(found, findings, contract):
    key = contract(retention_share=Decimal("10.5"))
    assert found("contracts.retention-share") == [(NUMBER, "质保金比例", "contract", key)]
    assert "质保金 10.5%，规定不超过 10%" in findings("contracts.retention-share")[0].message


def test_silent_on_contracts_retention_share(found, contract):
    contract(retention_share=Decimal(10))
    contract("合同2025-02", retention_share=None)
    assert found("contracts.retention-share") == []
