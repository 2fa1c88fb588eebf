"""Generated workbooks of a township, ten times as large as usual: each planted fault is found by its own check."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.generators import generator
from tests.generators.generator import VILLAGE
from villagebook.services import books, checking, lists, tables
from villagebook.store import Book

TODAY = dt.date(2025, 11, 5)
#: Fault -> the check that must name its record.
CHECK = {
    "sources-differ-from-total": "projects.sources-differ",
    "accepted-before-finished": "projects.date-order",
    "notice-too-short": "projects.notice-too-short",
    "roster-line-not-quantity-times-rate": "rosters.line-product",
    "household-twice-in-roster": "rosters.household-twice",
    "roster-household-unknown": "rosters.household-unknown",
    "spent-more-than-received": "funds.overspent",
    "source-without-grant": "funds.granted-differs-from-plan",
    "reimbursed-before-acceptance": "funds.reimbursed-before-acceptance",
    "voucher-number-twice": "funds.voucher-twice",
    "unknown-project": "funds.project-unknown",
    "spent-before-received": "funds.overspent",
    "reimbursed-more-than-spent": "funds.reimbursed-over-spent",
    "received-more-than-granted": "funds.received-over-granted",
    "wrong-sign": "funds.sign",
    "voucher-gap": "funds.voucher-gap",
}


def taken_in(folder: Path, files: generator.Files) -> Book:
    """A book into which all three lists were taken."""
    book = books.create(folder / "石桥村.vbook", name=VILLAGE["name"], code=VILLAGE["code"], actor="测试")
    lists.import_files(book, [files.households, files.people, files.money], actor="测试", today=TODAY)
    return book


def figures(book: Book) -> dict[str, dict[str, int]]:
    names = ("planned_fen", "received_fen", "spent_fen", "reimbursed_fen", "balance_fen")
    found: dict[str, dict[str, int]] = {}
    for row in tables.listed(book, "fund-balances", tables.scope(book, TODAY)).rows:
        sums = found.setdefault(row["project"], dict.fromkeys(names, 0))
        for name in names:
            sums[name] += row[name]
    return found


@pytest.mark.parametrize("seed", [3, 17])
def test_a_clean_workbook_has_no_error_and_the_figures_of_the_key(tmp_path: Path, seed: int) -> None:
    files = generator.village(tmp_path, seed=seed, households=40, money_times=10)
    with taken_in(tmp_path, files) as book:
        found = checking.run(book, TODAY).findings
        assert [(f.id, f.subject) for f in found if f.severity == "error" and f.id.startswith(("fund", "proj"))] == []
        assert figures(book) == files.project_figures


@pytest.mark.parametrize(("seed", "times"), [(5, 1), (3, 10), (17, 10)])
def test_every_planted_fault_is_found_by_its_check(tmp_path: Path, seed: int, times: int) -> None:
    files = generator.village(tmp_path, seed=seed, households=40, dirt=1, money_times=times)
    planted = {fault.fault: fault for fault in files.faults if fault.fault in CHECK}
    assert len(planted) == (11 if times == 1 else 16)
    with taken_in(tmp_path, files) as book:
        found = checking.run(book, TODAY).findings
    for fault in planted.values():
        mine = [f for f in found if f.id == CHECK[fault.fault] and fault.record in (f.subject, f.subject[:16])]
        assert mine, fault
        if fault.other:
            assert any(fault.other in f.message for f in mine), fault
