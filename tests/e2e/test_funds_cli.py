"""Money on the command line: papers, closing and reopening, what was posted over a finding."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.conftest import CLEAN, Run, program


@pytest.fixture
def book(tmp_path: Path) -> Run:
    """A book with the clean lists, all posted, as b.vbook."""
    def run(*words: str):  # type: ignore[no-untyped-def]
        return program(tmp_path, *words)

    assert run("new", "b.vbook", "--village", "清溪村", "--code", "350699101203").status == 0
    assert run("import", "b.vbook", *CLEAN).status == 0
    assert run("funds", "b.vbook", "post", "--all").status == 0
    return run


def test_a_year_of_money_from_papers_to_closing(book: Run, tmp_path: Path) -> None:
    Image.new("RGB", (80, 60), "white").save(tmp_path / "发票.png")
    said = book("funds", "b.vbook", "attach", "发票.png", "--voucher", "记-0002")
    assert (said.status, "放入附件 1 份" in said.out, "共放入 1 张" in said.out) == (0, True, True)
    months = book("funds", "b.vbook", "periods", "--year", "2025", "--json").json
    assert months[-1]["entries"] == 184
    assert [month["state"] for month in months] == ["未结账"] * len(months)
    late = book("funds", "b.vbook", "close", "--year", "2025", "--month", str(months[1]["month"]))
    assert (late.status, "请先结" in late.err) == (2, True)
    closed = book("funds", "b.vbook", "close", "--year", "2025", "--month", str(months[0]["month"]))
    assert closed.status == 0
    head = book("funds", "b.vbook", "periods", "--year", "2025", "--json").json[0]["head"]
    assert head in closed.out
    assert book("journal", "b.vbook", "--verify", "--head", head).status == 0
    refused = book("funds", "b.vbook", "reverse", "--voucher", "记-0002", "--on", f"2025-{months[0]['month']:02d}-28",
                   "--why", "重复")  # fmt: skip
    assert (refused.status, "已经结账" in refused.err) == (2, True)
    opened = book("funds", "b.vbook", "reopen", "--year", "2025", "--month", str(months[0]["month"]), "--why", "漏记")
    assert "反结账" in opened.out
    assert "反结账" in book("funds", "b.vbook", "periods").out


def test_what_was_posted_over_a_finding_is_listed_for_the_auditor(book: Run) -> None:
    reverse = ("funds", "b.vbook", "reverse", "--voucher", "记-0030", "--on", "2025-11-05")
    refused = book(*reverse)
    assert (refused.status, "--why" in refused.err) == (2, True)
    assert book(*reverse, "--why", "重复").status == 0
    found = [f for f in book("check", "b.vbook", "--json").json["findings"] if f["id"] == "funds.posted-over"]
    assert [(f["subject"], "原因：重复" in f["message"]) for f in found] == [("记-0185", True)]
