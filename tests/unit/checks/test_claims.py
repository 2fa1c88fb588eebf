"""Checks of claims, of what money is for, of payments, of money that lies idle."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_project, a_roster_line, add, an_entry
from villagebook.models import Contract, Notice

CODE = "35069920250004"


def day(number, month=4):
    return dt.date(2025, month, number)


@pytest.fixture
def project(conn, village):
    return a_project(
        conn, village, code=CODE, sources={"中央": 1000}, accepted_on=day(20), category="产业发展", mode="分户实施"
    ).project


@pytest.fixture
def entry(conn, village, project):
    """Give a function that makes an entry of the project on a day of April, from 中央 unless said."""

    def make(kind, amount, on=1, **fields):
        when = on if isinstance(on, dt.date) else day(on)
        return an_entry(conn, village, fields.pop("voucher", "记-0009"), kind, amount,
                        **{"project": project, "on": when, **fields})

    return make


# --- claims -----------------------------------------------------------------------------------------------------------


def test_fires_funds_reimbursed_before_application(found, entry):
    key = entry("报账", 100, 24, claim_on=day(25))
    assert found("funds.reimbursed-before-application") == [(CODE, "日期", "fund_entry", str(key))]


def test_the_project_s_application_counts_where_the_entry_has_none(conn, village, found):
    other = a_project(conn, village, code="P2", accepted_on=day(20), claimed_on=day(26)).project
    key = an_entry(conn, village, None, "报账", 5, project=other, on=day(25))
    assert found("funds.reimbursed-before-application") == [("P2", "日期", "fund_entry", str(key))]


def test_silent_on_funds_reimbursed_before_application(found, entry):
    entry("报账", 100, 25, claim_on=day(25))
    entry("报账", 100, 21)
    assert found("funds.reimbursed-before-application") == []


def test_fires_funds_claimed_before_acceptance(found, entry):
    key = entry("报账", 100, 25, claim_on=day(19))
    assert found("funds.claimed-before-acceptance") == [(CODE, "报账申请日期", "fund_entry", str(key))]


def test_silent_on_funds_claimed_before_acceptance(found, entry):
    entry("报账", 100, 25, claim_on=day(20))
    early = entry("报账", 100, 25, claim_on=day(2))
    entry("冲销", -100, 26, reverses_id=early)
    assert found("funds.claimed-before-acceptance") == []


# --- what it is for ---------------------------------------------------------------------------------------------------


def test_fires_funds_other_purpose(found, entry):
    entry("指标下达", 1000, programme="衔接资金", document="示财〔2025〕1号")
    one = entry("支出", 100, 2, programme="水利资金")
    other = entry("支出", 100, 3, programme="衔接资金", document="示财〔2025〕9号")
    assert found("funds.other-purpose") == [
        (CODE, "资金名称", "fund_entry", str(one)), (CODE, "资金文号", "fund_entry", str(other)),
    ]  # fmt: skip


def test_silent_on_funds_other_purpose(found, entry):
    entry("指标下达", 600, programme="衔接资金", document="示财〔2025〕1号")
    entry("指标下达", 400, programme="以工代赈")
    entry("支出", 100, 2, programme="以工代赈")
    entry("支出", 100, 2)
    entry("支出", 100, 2, source="省", programme="水利资金")
    assert found("funds.other-purpose") == []


@pytest.mark.parametrize(
    "told", [{"memo": "产业资金平均分到户"}, {"payee": "一卡通代发"}, {"payee": "各农户", "memo": "补助"}]
)
def test_fires_funds_industry_cash(found, entry, told):
    key = entry("支出", 100, 2, **told)
    assert found("funds.industry-cash") == [(CODE, "收款单位（人）", "fund_entry", str(key))]


def test_silent_on_funds_industry_cash(found, entry, conn, village, project):
    a_roster_line(conn, village, project, None, 100, quantity=5, rate_fen=20)
    entry("支出", 100, 2, payee="一卡通代发")
    entry("支出", 100, 2, payee="某施工单位")
    other = a_project(conn, village, code="P2", category="巩固三保障成果").project
    entry("支出", 100, 2, payee="一卡通代发", project=other)
    assert found("funds.industry-cash") == []


def test_fires_funds_management_fee(found, entry, conn, village):
    entry("到账", 1000)
    fee = a_project(conn, village, code="P2", category="项目管理费").project
    entry("支出", 6, 2, project=fee)
    key = entry("支出", 5, 3, project=fee, voucher="记-0077")
    assert found("funds.management-fee") == [("记-0077", "金额", "fund_entry", str(key))]


def test_silent_on_funds_management_fee(found, entry, conn, village):
    entry("到账", 1000)
    entry("支出", 10, 2, memo="项目管理费")
    assert found("funds.management-fee") == []


def test_fires_funds_distributed_over_earned(found, findings, entry):
    entry("收益", 500, 2)
    entry("分配", 400, 3)
    key = entry("分配", 200, 3, voucher="记-0077")
    entry("收益", 500, 9)
    assert found("funds.distributed-over-earned") == [("记-0077", "金额", "fund_entry", str(key))]
    assert "还差 1.00 元" in findings("funds.distributed-over-earned")[0].message


def test_silent_on_funds_distributed_over_earned(found, entry):
    entry("收益", 500, 3)
    twice = entry("分配", 500, 3)
    entry("冲销", -500, 5, reverses_id=twice)
    entry("分配", 500, 9, source=None)
    assert found("funds.distributed-over-earned") == []


# --- payments ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def contract(conn, village, project):
    return add(conn, Contract, village_id=village, project_id=project, number="合-1", amount_fen=1000)


def test_fires_funds_payment_over_contract(found, entry, contract):
    entry("支出", 900, 2, contract_id=contract)
    key = entry("支出", 101, 3, contract_id=contract)
    assert found("funds.payment-over-contract") == [("记-0009", "金额", "fund_entry", str(key))]


def test_silent_on_funds_payment_over_contract(found, entry, conn, village, project):
    changed = add(conn, Contract, village_id=village, project_id=project, amount_fen=1000, changed_fen=50)
    entry("支出", 1050, 2, contract_id=changed)
    entry("支出", 9999, 2)
    assert found("funds.payment-over-contract") == []


def test_fires_funds_payment_step(found, entry, contract):
    keys = [
        entry("支出", 401, 2, contract_id=contract, payment_step="开工款"),
        entry("支出", 500, 3, contract_id=contract, payment_step="进度款"),
        entry("支出", 50, 19, contract_id=contract, payment_step="验收款"),
        entry("支出", 101, day(20, 5), contract_id=contract, payment_step="质保金"),
    ]
    assert found("funds.payment-step") == [("记-0009", "付款环节", "fund_entry", str(key)) for key in keys]


def test_silent_on_funds_payment_step(found, entry, contract):
    for amount, on, step in ((400, 2, "开工款"), (500, 3, "进度款"), (50, 20, "验收款"), (50, 21, "质保金")):
        entry("支出", amount, on, contract_id=contract, payment_step=step)
    entry("支出", 9999, 2, payment_step="开工款")
    assert found("funds.payment-step") == []


def test_fires_funds_deposit_early(found, entry, contract):
    key = entry("支出", 50, dt.date(2026, 4, 19), contract_id=contract, payment_step="质保金")
    assert found("funds.deposit-early") == [("记-0009", "日期", "fund_entry", str(key))]


def test_silent_on_funds_deposit_early(found, entry, conn, village, project, contract):
    entry("支出", 50, dt.date(2026, 4, 20), contract_id=contract, payment_step="质保金")
    short = add(conn, Contract, village_id=village, project_id=project, amount_fen=1000, retention_until=day(1, 9))
    entry("支出", 50, day(2, 9), contract_id=short, payment_step="质保金")
    assert found("funds.deposit-early") == []


@pytest.fixture
def notice(conn, village, project):
    """The roster hung from 1 to 10 April."""
    return add(
        conn, Notice, village_id=village, kind="roster-beneficiaries", number="清溪公示〔2025〕1号", year=2025,
        serial=1, state="期满",
        subject={}, project_id=project, from_on=day(1), through_on=day(10),
        posted_at=dt.datetime(2025, 4, 1, tzinfo=dt.UTC),
    )  # fmt: skip


def test_fires_funds_paid_before_notice_end(found, entry, notice):
    key = entry("支出", 100, 10)
    assert found("funds.paid-before-notice-end") == [(CODE, "日期", "fund_entry", str(key))]


def test_silent_on_funds_paid_before_notice_end(found, entry, notice, conn, village):
    entry("支出", 100, 11)
    road = a_project(conn, village, code="P2", mode="公益设施").project
    entry("支出", 100, 2, project=road)
    assert found("funds.paid-before-notice-end") == []


def test_fires_funds_household_paid_late(found, entry, notice):
    """Accepted on Sunday, 20 April 2025: five working days later is Friday, the 25th."""
    entry("到账", 100, 5)
    key = entry("支出", 100, 26)
    assert found("funds.household-paid-late") == [(CODE, "日期", "fund_entry", str(key))]


def test_silent_on_funds_household_paid_late(found, entry, notice):
    entry("支出", 100, 25)
    entry("支出", 100, 30)  # the second payment
    entry("到账", 100, 28, source="省")
    entry("支出", 100, dt.date(2025, 5, 5), source="省")
    assert found("funds.household-paid-late") == []


# --- idle money -------------------------------------------------------------------------------------------------------


def test_fires_funds_unused_too_long(found, findings, entry):
    """What arrived first is spent first."""
    entry("到账", 1000, dt.date(2023, 1, 5), voucher="记-0001")
    key = entry("到账", 500, dt.date(2023, 6, 5), voucher="记-0002")
    entry("支出", 1100, dt.date(2023, 9, 5))
    assert found("funds.unused-too-long") == [(CODE, "金额", "fund_entry", str(key))]
    assert "还剩 4.00 元" in findings("funds.unused-too-long")[0].message


def test_silent_on_funds_unused_too_long(found, entry):
    entry("到账", 1000, dt.date(2023, 1, 5))
    entry("支出", 900, dt.date(2023, 9, 5))
    entry("收回", 100, dt.date(2024, 9, 5))
    entry("到账", 500, dt.date(2023, 11, 6))
    wrong = entry("到账", 7, dt.date(2022, 1, 5), source="省")
    entry("冲销", -7, dt.date(2022, 1, 9), source="省", reverses_id=wrong)
    assert found("funds.unused-too-long") == []
