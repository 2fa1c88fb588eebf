"""Checks of the flow of money."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_project, an_entry

CODE = "35069920250004"


def day(number):
    return dt.date(2025, 4, number)


@pytest.fixture
def project(conn, village):
    return a_project(conn, village, code=CODE, sources={"中央": 1000}, accepted_on=day(20)).project


@pytest.fixture
def entry(conn, village, project):
    """Give a function that makes an entry of the project on a day of April, from 中央 unless said."""

    def make(kind, amount, on=1, **fields):
        return an_entry(conn, village, fields.pop("voucher", None), kind, amount,
                        **{"project": project, "on": day(on) if on else None, **fields})

    return make


def test_fires_funds_source_without_grant(found, entry):
    entry("到账", 1000)
    key = entry("支出", 100, 2, source="自筹")
    assert found("funds.source-without-grant") == [(CODE, "资金来源", "fund_entry", str(key))]
    assert found("funds.overspent") == []


def test_silent_on_funds_source_without_grant(found, entry):
    entry("指标下达", 1000)
    entry("支出", 100, 2)
    entry("到账", 50, source="自筹")
    entry("支出", 50, 2, source="自筹")
    assert found("funds.source-without-grant") == []


def test_fires_funds_overspent(found, entry):
    entry("到账", 500, 1)
    entry("支出", 400, 2, voucher="记-0001")
    key = entry("支出", 200, 2, voucher="记-0002")
    entry("支出", 1, 2, voucher="记-0003")
    entry("到账", 500, 3)
    assert found("funds.overspent") == [(CODE, "金额", "fund_entry", str(key))]


def test_undated_spending_counts_last(found, entry):
    entry("到账", 500)
    key = entry("支出", 600, None)
    assert found("funds.overspent") == [(CODE, "金额", "fund_entry", str(key))]


def test_silent_on_funds_overspent(found, entry):
    entry("到账", 500, 2)
    entry("支出", 500, 2)
    twice = entry("支出", 500, 3)
    entry("冲销", -500, 9, reverses_id=twice)
    assert found("funds.overspent") == []


def test_fires_funds_reimbursed_over_spent(found, entry):
    entry("到账", 500)
    entry("支出", 100, 2)
    entry("报账", 60, 25)
    key = entry("报账", 60, 26)
    assert found("funds.reimbursed-over-spent") == [(CODE, "金额", "fund_entry", str(key))]


def test_silent_on_funds_reimbursed_over_spent(found, entry):
    entry("到账", 500)
    entry("支出", 100, 2)
    entry("报账", 100, 25)
    assert found("funds.reimbursed-over-spent") == []


def test_a_payment_below_zero_is_no_reimbursement(found, entry):
    """A 支出 of the wrong sign, as a slip of the pen or reversed twice."""
    entry("到账", 500)
    entry("支出", -100, 2)
    assert found("funds.reimbursed-over-spent") == []


def test_fires_funds_reimbursed_before_acceptance(found, entry):
    entry("支出", 100, 2)
    key = entry("报账", 100, 19)
    assert found("funds.reimbursed-before-acceptance") == [(CODE, "日期", "fund_entry", str(key))]


def test_reimbursement_of_a_project_that_was_not_accepted_is_found(conn, village, found):
    other = a_project(conn, village, code="P2").project
    key = an_entry(conn, village, None, "报账", 5, project=other)
    assert found("funds.reimbursed-before-acceptance") == [("P2", "日期", "fund_entry", str(key))]


def test_silent_on_funds_reimbursed_before_acceptance(found, entry):
    entry("报账", 100, 20)
    early = entry("报账", 100, 3)
    entry("冲销", -100, 4, reverses_id=early)
    assert found("funds.reimbursed-before-acceptance") == []


def test_fires_funds_returned_over_balance(found, entry):
    entry("到账", 500)
    entry("支出", 450, 2)
    key = entry("收回", 60, 9)
    assert found("funds.returned-over-balance") == [(CODE, "金额", "fund_entry", str(key))]


def test_silent_on_funds_returned_over_balance(found, entry):
    entry("到账", 500)
    entry("支出", 450, 2)
    entry("收回", 50, 9)
    assert found("funds.returned-over-balance") == []


def test_fires_funds_received_over_granted(found, entry):
    entry("指标下达", 500)
    key = entry("到账", 501, 2)
    assert found("funds.received-over-granted") == [(CODE, "金额", "fund_entry", str(key))]


def test_silent_on_funds_received_over_granted(found, entry):
    entry("指标下达", 500)
    entry("到账", 500, 2)
    entry("到账", 9, 2, source="自筹")
    assert found("funds.received-over-granted") == []


@pytest.mark.parametrize("grants", [{"中央": 900}, {"中央": 1000, "省": 1}, {"省": 1000, "中央": 0}])
def test_fires_funds_granted_differs_from_plan(found, entry, project, grants):
    for source, amount in grants.items():
        entry("指标下达", amount, source=source)
    rows = set(found("funds.granted-differs-from-plan"))
    assert rows == {(CODE, "资金来源", "project", str(project))}


def test_silent_on_funds_granted_differs_from_plan(found, entry, conn, village):
    entry("指标下达", 1000)
    a_project(conn, village, code="P2", sources={"省": 5})
    assert found("funds.granted-differs-from-plan") == []
