"""The ledgers of money: entries as they are, and the figures they make."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.builders import a_project, an_entry
from villagebook.ledgers import LEDGERS, count, rows, totals

FUNDS, BALANCES, PROJECTS = LEDGERS["funds"], LEDGERS["fund-balances"], LEDGERS["projects"]


@pytest.fixture
def project(conn, village):
    return a_project(conn, village, code="P1", sources={"中央": 1000, "省": 500}).project


def figures(conn, scope, **filters):
    (row,) = rows(conn, BALANCES, scope.only(**filters))
    return {name: row[name] for name in row if name.endswith("_fen") and row[name]}


def test_each_kind_counts_in_its_figure(conn, village, scope, project):
    amounts = {"指标下达": 900, "到账": 800, "支出": 300, "报账": 200, "收回": 50, "收益": 7, "分配": 3}
    for kind, amount in amounts.items():
        an_entry(conn, village, None, kind, amount, project=project)
    assert figures(conn, scope, source="中央") == {
        "planned_fen": 1000, "granted_fen": 900, "received_fen": 800, "spent_fen": 300, "reimbursed_fen": 200,
        "returned_fen": 50, "balance_fen": 450, "outstanding_fen": 100, "earned_fen": 7, "distributed_fen": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "figure"), [("支出", "spent_fen"), ("到账", "received_fen"), ("报账", "reimbursed_fen")]
)
def test_a_reversal_counts_in_the_figure_of_the_entry_it_reverses(conn, village, scope, project, kind, figure):
    first = an_entry(conn, village, "记-0001", kind, 300, project=project)
    an_entry(conn, village, "记-0002", kind, 100, project=project)
    an_entry(conn, village, "记-0003", "冲销", -300, project=project, reverses_id=first)
    assert figures(conn, scope, source="中央")[figure] == 100


def test_an_unresolved_reversal_counts_as_spending(conn, village, scope, project):
    an_entry(conn, village, "记-0001", "支出", 300, project=project)
    an_entry(conn, village, "记-0003", "冲销", -100, project=project, reverses_text="记-0009")
    assert figures(conn, scope, source="中央")["spent_fen"] == 200


def test_planned_money_without_entries_has_a_row(conn, scope, project):
    assert [(row["source"], row["planned_fen"]) for row in rows(conn, BALANCES, scope)] == [("中央", 1000), ("省", 500)]


def test_a_source_planned_with_nothing_has_no_row(conn, village, scope):
    a_project(conn, village, sources={"中央": 1000, "市": 0})
    assert [row["source"] for row in rows(conn, BALANCES, scope)] == ["中央"]


def test_money_of_an_unknown_project_stands_last_and_is_counted(conn, village, scope, project):
    an_entry(conn, village, "记-0001", "支出", 300, project_code="P9")
    an_entry(conn, village, "记-0002", "支出", 20, source=None)
    last = list(rows(conn, BALANCES, scope))[-2:]
    assert [(row["project"], row["source"], row["spent_fen"]) for row in last] == [
        ("未归属", "中央", 300), ("未归属", None, 20),
    ]  # fmt: skip
    assert totals(conn, BALANCES, scope)["spent_fen"] == 320


def test_posted_only_leaves_drafts_out(conn, village, scope, project):
    an_entry(conn, village, "记-0001", "到账", 300, project=project, posted=True)
    an_entry(conn, village, "记-0002", "到账", 50, project=project)
    posted = replace(scope, posted_only=True)
    assert totals(conn, BALANCES, scope)["received_fen"] == 350
    assert totals(conn, BALANCES, posted)["received_fen"] == 300
    assert count(conn, FUNDS, posted) == 1
    assert totals(conn, PROJECTS, posted)["received_fen"] == 300


def test_figures_can_be_asked_through_a_day(conn, village, scope, project):
    an_entry(conn, village, "记-0001", "到账", 300, project=project, on=dt.date(2025, 3, 10))
    an_entry(conn, village, "记-0002", "到账", 50, project=project, on=dt.date(2025, 3, 11))
    an_entry(conn, village, "记-0003", "到账", 7, project=project, on=None)
    assert totals(conn, BALANCES, scope)["received_fen"] == 357
    assert totals(conn, BALANCES, replace(scope, through=dt.date(2025, 3, 10)))["received_fen"] == 300


def test_projects_show_the_same_figures_as_the_balances(conn, village, scope, project):
    an_entry(conn, village, "记-0001", "到账", 900, project=project)
    paid = an_entry(conn, village, "记-0002", "支出", 400, project=project, source="省")
    an_entry(conn, village, "记-0003", "冲销", -400, project=project, source="省", reverses_id=paid)
    an_entry(conn, village, "记-0004", "收回", 100, project=project)
    (row,) = rows(conn, PROJECTS, scope)
    assert (row["received_fen"], row["spent_fen"], row["balance_fen"]) == (900, 0, 800)
    assert totals(conn, BALANCES, scope)["balance_fen"] == 800


def test_entries_say_their_state(conn, village, scope, project):
    an_entry(conn, village, "记-0001", "支出", 1, project=project)
    first = an_entry(conn, village, "记-0002", "支出", 2, project=project, posted=True)
    an_entry(conn, village, "记-0003", "冲销", -2, project=project, posted=True, reverses_id=first)
    an_entry(conn, village, "记-0004", "支出", 3, project=project, posted=True)
    found = [(row["state"], row["posted"], row["reverses"]) for row in rows(conn, FUNDS, scope)]
    assert found == [("草稿", False, None), ("已冲销", True, None), ("冲销", True, "记-0002"), ("已入账", True, None)]


def test_an_entry_shows_the_resolved_projects_code_and_otherwise_the_text(conn, village, scope, project):
    an_entry(conn, village, "记-0001", "支出", 1, project=project, project_code="p1")
    an_entry(conn, village, "记-0002", "支出", 1, project_code="P9")
    assert [(row["project"], row["project_name"]) for row in rows(conn, FUNDS, scope)] == [
        ("P1", "庭院养鸡到户补助"), ("P9", None),
    ]  # fmt: skip


def test_entries_come_by_date_and_voucher_undated_last(conn, village, scope):
    an_entry(conn, village, "记-0003", "支出", 1, on=None)
    an_entry(conn, village, "记-0002", "支出", 1, on=dt.date(2025, 5, 2))
    an_entry(conn, village, "记-0001", "支出", 1, on=dt.date(2025, 5, 2))
    an_entry(conn, village, "记-0009", "支出", 1, on=dt.date(2025, 5, 1))
    assert [row["voucher"] for row in rows(conn, FUNDS, scope)] == ["记-0009", "记-0001", "记-0002", "记-0003"]
