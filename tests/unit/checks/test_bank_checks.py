"""Checks of the bank account and of sharing out collective income."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_meeting, add, an_entry
from villagebook.base.findings import Severity
from villagebook.checks import CHECKS
from villagebook.models import (
    BankLine,
    BankMatch,
    BankStatement,
    Distribution,
    DistributionLine,
    DistributionPart,
    Notice,
)

D = dt.date


@pytest.fixture
def statement(conn, village):
    return add(conn, BankStatement, village_id=village, file_name="八月.csv", from_on=D(2025, 8, 1),
               through_on=D(2025, 8, 31), opening_fen=100, closing_fen=90)  # fmt: skip


@pytest.fixture
def line(conn, village, statement):
    """Give a function that makes a line that takes 10 分 out, on a day of August."""

    def make(day=10, out=10, **fields):
        return add(conn, BankLine, village_id=village, statement_id=statement, row=day, date=D(2025, 8, day),
                   out_fen=out, **fields)  # fmt: skip

    return make


def matched(conn, village, line, entry):
    add(conn, BankMatch, village_id=village, line_id=line, entry_id=entry, how="自动")


def test_fires_bank_line_open(found, line):
    key = line(reference="A1")
    assert found("bank.line-open") == [("A1", "对账", "bank_line", str(key))]


def test_silent_on_bank_line_open(conn, village, scope, found, line):
    matched(conn, village, line(), an_entry(conn, village, "记-0001", "支出", 10, on=D(2025, 8, 10), posted=True))
    statement = add(conn, BankStatement, village_id=village, file_name="十月.csv")
    add(conn, BankLine, village_id=village, statement_id=statement, row=1, date=D(2025, 10, 20), in_fen=5)
    assert found("bank.line-open") == []


def test_fires_bank_entry_open(conn, village, found, line):
    line()
    key = an_entry(conn, village, "记-0001", "支出", 77, on=D(2025, 8, 9), posted=True)
    assert found("bank.entry-open") == [("记-0001", "对账", "fund_entry", str(key))]


def test_silent_on_bank_entry_open(conn, village, found, line):
    matched(conn, village, line(), an_entry(conn, village, "记-0001", "支出", 10, on=D(2025, 8, 9), posted=True))
    an_entry(conn, village, "记-0002", "报账", 10, on=D(2025, 8, 9), posted=True)
    an_entry(conn, village, "记-0003", "支出", 10, on=D(2025, 9, 9), posted=True)
    an_entry(conn, village, "记-0004", "支出", 10, on=D(2025, 8, 9))
    wrong = an_entry(conn, village, "记-0005", "支出", 10, on=D(2025, 8, 9), posted=True)
    an_entry(conn, village, "记-0006", "冲销", -10, on=D(2025, 8, 12), posted=True, reverses_id=wrong)
    assert found("bank.entry-open") == []


def test_fires_bank_statement_broken(conn, village, found, statement, line):
    line(out=3)
    later = add(conn, BankStatement, village_id=village, file_name="九月.csv", from_on=D(2025, 9, 1), opening_fen=95,
                closing_fen=95)  # fmt: skip
    assert found("bank.statement-broken") == [
        ("八月.csv", "期末余额", "bank_statement", str(statement)),
        ("九月.csv", "期初余额", "bank_statement", str(later)),
    ]


def test_silent_on_bank_statement_broken(conn, village, found, line):
    line()
    add(conn, BankStatement, village_id=village, file_name="九月.csv", from_on=D(2025, 9, 1), opening_fen=90,
        closing_fen=90)  # fmt: skip
    add(conn, BankStatement, village_id=village, file_name="另一户.csv", account_tail="1234", from_on=D(2025, 9, 1),
        opening_fen=7, closing_fen=7)  # fmt: skip
    assert found("bank.statement-broken") == []


def test_fires_bank_match_unequal(conn, village, found, line):
    key = line(reference="A1")
    matched(conn, village, key, an_entry(conn, village, "记-0001", "支出", 11, on=D(2025, 8, 10)))
    assert found("bank.match-unequal") == [("A1", "对账", "bank_line", str(key))]


def test_silent_on_bank_match_unequal(conn, village, found, line):
    whole = an_entry(conn, village, "记-0001", "支出", 20, on=D(2025, 8, 10), posted=True)
    for day in (10, 11):
        matched(conn, village, line(day), whole)
    assert found("bank.match-unequal") == []


# --- sharing out


@pytest.fixture
def plan(conn, village):
    """Give a function that makes a sharing-out of 100 分 with parts and lines by use."""

    def make(parts=(), lines=(), **fields):
        key = add(conn, Distribution, village_id=village,
                  **{"code": "FP2024-01", "year": 2024, "income_fen": 100, **fields})  # fmt: skip
        for use, fen in dict(parts).items():
            add(conn, DistributionPart, village_id=village, distribution_id=key, use=use, planned_fen=fen)
        for use, fen in dict(lines).items():
            add(conn, DistributionLine, village_id=village, distribution_id=key, use=use, name="许玉美", amount_fen=fen)
        return key

    return make


def severities(conn, scope, check_id):
    return [finding.severity for finding in CHECKS[check_id].run(conn, scope)]


def test_fires_distribution_parts_differ(conn, scope, found, plan):
    more, less = plan({"分红到户": 101}), plan({"分红到户": 99}, code="FP2024-02")
    assert found("distribution.parts-differ") == [
        ("FP2024-01", "收益总额", "distribution", str(more)), ("FP2024-02", "收益总额", "distribution", str(less))]
    assert severities(conn, scope, "distribution.parts-differ") == [Severity.ERROR, Severity.WARNING]


def test_silent_on_distribution_parts_differ(found, plan):
    plan({"分红到户": 60, "运维费用": 3, "村集体留存": 37})
    plan()
    assert found("distribution.parts-differ") == []


def test_fires_distribution_list_differs(found, plan):
    key = plan({"分红到户": 100}, {"分红到户": 99, "奖励补助": 1})
    wanted = ("FP2024-01", "用途", "distribution", str(key))
    assert found("distribution.list-differs") == [wanted, wanted]


def test_silent_on_distribution_list_differs(found, plan):
    plan({"分红到户": 100}, {"分红到户": 100})
    assert found("distribution.list-differs") == []


@pytest.fixture
def told(conn, village):
    """A notice that hung from 10 to 20 December 2024."""
    return add(conn, Notice, village_id=village, number="N", year=2024, serial=1, kind="income-distribution",
               state="已摘下", from_on=D(2024, 12, 10), through_on=D(2024, 12, 20))  # fmt: skip


@pytest.mark.parametrize("held", [None, D(2024, 12, 31)])
def test_fires_distribution_paid_undecided(conn, village, scope, found, plan, told, held):
    key = plan(meeting_id=a_meeting(conn, village, held) if held else None, notice_id=told)
    paid = {"on": D(2024, 12, 30), "distribution_id": key}
    entry = an_entry(conn, village, "记-0001", "分配", 5, **paid)
    assert found("distribution.paid-undecided") == [("记-0001", "日期", "fund_entry", str(entry))]
    an_entry(conn, village, "记-0002", "分配", 5, reason="春节前先发", **paid)
    assert severities(conn, scope, "distribution.paid-undecided") == [Severity.ERROR, Severity.WARNING]


@pytest.mark.parametrize(("is_told", "day"), [(False, 30), (True, 20)])
def test_fires_distribution_paid_untold(conn, village, found, plan, told, is_told, day):
    key = plan(meeting_id=a_meeting(conn, village, D(2024, 12, 5)), notice_id=told if is_told else None)
    entry = an_entry(conn, village, "记-0001", "分配", 5, on=D(2024, 12, day), distribution_id=key)
    assert found("distribution.paid-untold") == [("记-0001", "日期", "fund_entry", str(entry))]


@pytest.fixture
def in_time(conn, village, plan, told):
    """A payment after meeting and notice, and one of no sharing-out."""
    key = plan(meeting_id=a_meeting(conn, village, D(2024, 12, 5)), notice_id=told)
    an_entry(conn, village, "记-0001", "分配", 5, on=D(2024, 12, 21), distribution_id=key)
    an_entry(conn, village, "记-0002", "分配", 5, on=D(2024, 1, 1))


def test_silent_on_distribution_paid_undecided(found, in_time):
    assert found("distribution.paid-undecided") == []


def test_silent_on_distribution_paid_untold(found, in_time):
    assert found("distribution.paid-untold") == []


def test_fires_distribution_plan_missing(conn, village, found, plan):
    plan(year=2022)
    an_entry(conn, village, "记-0001", "收益", 70, on=D(2024, 5, 1))
    assert found("distribution.plan-missing") == [("2024年", "年度", None, None)]


def test_silent_on_distribution_plan_missing(conn, village, found, plan):
    plan(year=2023)
    plan(year=2024)
    for year in (2022, 2024, 2025):
        an_entry(conn, village, None, "收益", 70, on=D(year, 5, 1))
    assert found("distribution.plan-missing") == []
