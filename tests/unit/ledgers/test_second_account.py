"""Ledgers of claims, of the bank, and of income shared out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.builders import a_household, a_meeting, a_project, add, an_entry
from villagebook.ledgers import LEDGERS, rows
from villagebook.models import BankLine, BankMatch, BankStatement, Distribution, DistributionLine, DistributionPart

D = dt.date


def read(conn, ledger, scope, *names):
    return [tuple(row[name] for name in names) for row in rows(conn, LEDGERS[ledger], scope)]


@pytest.fixture
def claims(conn, village):
    project = a_project(conn, village, code="P1", year=2025, claimed_on=D(2025, 6, 20), accepted_on=D(2025, 6, 1),
                        sources={"中央": 1000}).project  # fmt: skip
    for voucher, kind, amount, day in (
        ("记-0001", "支出", 400, D(2025, 4, 1)), ("记-0002", "报账", 300, D(2025, 7, 1)),
        ("记-0003", "支出", 500, D(2025, 7, 1)), ("记-0004", "报账", 600, D(2025, 8, 1)),
    ):  # fmt: skip
        an_entry(conn, village, voucher, kind, amount, project=project, on=day, posted=True)
    other = a_project(conn, village, code="P2", year=2024, sources={"省": 1000}).project
    an_entry(conn, village, "记-0005", "支出", 70, project=other, source="省", on=D(2025, 5, 1))
    return project


def test_each_claim_stands_with_what_was_spent_and_claimed_by_then(conn, scope, claims):
    found = read(conn, "reimbursements", scope, "project", "voucher", "amount_fen", "spent_fen", "claimed_fen",
                 "left_fen", "days", "posted")  # fmt: skip
    assert found == [
        ("P1", "记-0002", 300, 900, 300, 600, 11, True),
        ("P1", "记-0004", 600, 900, 900, 0, 42, True),
        ("P2", None, None, 70, 0, 70, None, None),
    ]


def test_claims_are_told_by_the_projects_year_and_as_of_a_day(conn, scope, claims):
    assert read(conn, "reimbursements", replace(scope, year=2024), "project") == [("P2",)]
    early = replace(scope, through=D(2025, 6, 30))
    assert read(conn, "reimbursements", early, "project", "left_fen") == [("P1", 400), ("P2", 70)]


def test_a_line_of_the_bank_says_which_vouchers_it_is(conn, village, scope):
    first = an_entry(conn, village, "记-0001", "到账", 400, posted=True)
    second = an_entry(conn, village, "记-0002", "到账", 100, posted=True)
    statement = add(conn, BankStatement, village_id=village, file_name="八月.csv")
    lines = [add(conn, BankLine, village_id=village, statement_id=statement, row=row, date=D(2025, 8, row), in_fen=fen)
             for row, fen in ((1, 500), (2, 400), (3, 7))]  # fmt: skip
    for line, entry in ((lines[0], first), (lines[0], second), (lines[1], first)):
        add(conn, BankMatch, village_id=village, line_id=line, entry_id=entry, how="自动")
    assert read(conn, "bank-lines", scope, "in_fen", "state", "voucher") == [
        (500, "自动", "记-0001、记-0002"), (400, "自动", "记-0001"), (7, "未对上", None)]
    assert len(read(conn, "bank-lines", replace(scope, through=D(2025, 8, 2)), "row")) == 2


def test_who_paid_whom_stands_secret_in_the_banks_ledger():
    secret = {column.id for column in LEDGERS["bank-lines"].columns if column.privacy == "secret"}
    assert secret == {"counterpart", "memo"}


@pytest.fixture
def shared(conn, village):
    project = a_project(conn, village, code="P1", name="光伏电站").project
    home = a_household(conn, village).household
    plan = add(conn, Distribution, village_id=village, code="FP2025-01", year=2025, project_id=project, income_fen=1000,
               meeting_id=a_meeting(conn, village, D(2025, 12, 1)))  # fmt: skip
    for use, fen in (("分红到户", 600), ("村集体留存", 400)):
        add(conn, DistributionPart, village_id=village, distribution_id=plan, use=use, planned_fen=fen)
    entry = an_entry(conn, village, "记-0009", "分配", 600, project=project, source="村集体", on=D(2025, 12, 20),
                     posted=True, distribution_id=plan)  # fmt: skip
    add(conn, DistributionLine, village_id=village, distribution_id=plan, use="分红到户", household_id=home,
        name="许玉美", amount_fen=600, entry_id=entry, paid_on=D(2025, 12, 20))  # fmt: skip
    return plan, entry


def test_a_sharing_out_says_what_came_in_what_was_paid_and_what_is_left(conn, scope, shared):
    names = ("code", "project", "income_fen", "planned_fen", "listed_fen", "lines", "paid_fen", "left_fen", "state")
    wanted = ("FP2025-01", "P1", 1000, 1000, 600, 1, 600, 400, "已发放")
    assert read(conn, "distributions", scope, *names) == [wanted]
    before = replace(scope, through=D(2025, 12, 10))
    assert read(conn, "distributions", before, "paid_fen", "state") == [(0, "已决议")]


def test_a_reversed_payment_is_no_payment(conn, village, scope, shared):
    _, entry = shared
    an_entry(conn, village, "记-0010", "冲销", -600, on=D(2025, 12, 22), posted=True, reverses_id=entry)
    assert read(conn, "distributions", scope, "paid_fen", "left_fen") == [(0, 1000)]
    assert read(conn, "distribution-lines", scope, "name", "paid") == [("许玉美", False)]


def test_the_list_names_households_as_they_are_now(conn, scope, shared):
    found = read(conn, "distribution-lines", scope, "distribution", "household", "use", "amount_fen", "voucher", "paid")
    assert found == [("FP2025-01", "3506991012030001", "分红到户", 600, "记-0009", True)]
