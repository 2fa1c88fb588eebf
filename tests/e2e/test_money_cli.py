"""Balances, the bank and sharing out income by the command line, over the whole program."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pypdfium2

from tests.e2e.conftest import Run

HEAD = "交易日期,收入,支出,余额,对方户名,摘要,交易流水号"


def test_a_statement_is_reconciled_to_the_fen(new: Run, tmp_path: Path) -> None:
    assert new("demo", ".").status == 0
    book = "上云村.vbook"
    shown = new("bank", book, "show", "--json").json
    assert shown["reconciliation"]["agrees"]
    assert {len(shown[side]) for side in ("only_there", "only_here")} == {2, 1}
    assert new("bank", book, "write", "--line", "1", "--source", "村集体").status == 0
    after = new("bank", book, "show", "--json", "-o", "对账.xlsx").json
    assert [pair["waits"] for pair in after["matched"]].count(True) == 1
    assert after["reconciliation"]["agrees"]
    assert openpyxl.load_workbook(tmp_path / "对账.xlsx").sheetnames[0] == "银行存款余额调节表"
    refused = new("bank", book, "match", "--line", "1", "--voucher", shown["only_here"][0]["voucher"])
    assert (refused.status, "金额不等" in refused.err) == (2, True)
    voucher = after["matched"][0]["entries"][0]["voucher"]
    assert new("bank", book, "unmatch", "--voucher", voucher).status == 0
    assert new("bank", book, "match", "--all").out.strip() == "对上 1 行"


def test_the_same_statement_twice_is_said_and_changes_nothing(new: Run, tmp_path: Path) -> None:
    (tmp_path / "八月.csv").write_bytes(f"{HEAD}\n2025-08-01,5.00,,105.00,许玉美,货款,A1\n".encode("gbk"))
    first = new("bank", "b.vbook", "import", "八月.csv", "--json")
    assert (first.status, first.json["lines"], first.json["waiting"]) == (0, 1, 1)
    again = new("bank", "b.vbook", "import", "八月.csv")
    assert (again.status, "已经导入过" in again.err) == (2, True)
    assert len(new("bank", "b.vbook", "list", "--json").json) == 1
    assert "许玉美" not in new("bank", "b.vbook", "show").out


def test_balances_come_by_project_source_year_and_village(new: Run) -> None:
    assert new("demo", ".").status == 0
    totals = []
    for by in ("project", "source", "year", "village"):
        found = new("funds", "上云村.vbook", "balances", "--by", by, "--json").json
        totals.append(found["total"])
        assert found["reimbursed_target"] == "100"
    assert totals[0] == totals[1] == totals[2] == totals[3]
    assert "无指标" not in new("funds", "上云村.vbook", "balances").out


def test_income_is_shared_out_from_plan_to_paper(new: Run, tmp_path: Path) -> None:
    assert new("demo", ".").status == 0
    book = "上云村.vbook"
    shown = new("distribution", book, "list", "--json").json
    assert [one["state"] for one in shown] == ["拟定", "已发放"]
    added = new("distribution", book, "add", "--year", "2031", "--income", "1000", "--name", "试分配")
    code = added.out.strip().rpartition("（")[2].rstrip("）")
    assert new("distribution", book, "plan", code, "--part", "分红到户=900", "--part", "村集体留存=101").status == 2
    assert new("distribution", book, "plan", code, "--part", "分红到户=900", "--part", "村集体留存=100").status == 0
    assert new("distribution", book, "fill", code, "--use", "分红到户", "--group", "大坪", "--total", "900").status == 0
    early = new("distribution", book, "pay", code, "--use", "分红到户", "--on", "2031-01-05")
    assert (early.status, "还没有会议决议" in early.err) == (2, True)
    view = new("distribution", book, "show", code, "--json").json
    assert sum(line["amount_fen"] for line in view["lines"]) == view["listed_fen"] == 90_000
    printed = new("print", book, "paper", "distribution", "--key", code, "-o", "方案.pdf")
    assert printed.status == 0
    assert len(pypdfium2.PdfDocument(tmp_path / "方案.pdf")) == 2
