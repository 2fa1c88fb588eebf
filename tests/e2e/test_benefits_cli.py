"""Benefits of a project by the command line: an agreement with its list, the next year, payments."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import made_books
from tests.e2e.conftest import Run, program
from villagebook.services import books, projects

NEW = "35069920240799"
AGREE = ("--operator", "青峰合作社", "--from", "2024-03-01", "--through", "2027-02-28", "--invested", "100000",
         "--share", "8", "--pay", "10-31")  # fmt: skip


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The sample book with one more project."""
    book = made_books.a_copy(made_books.sample(), tmp_path)
    book.rename(tmp_path / "b.vbook")
    with books.open_book(tmp_path / "b.vbook") as opened:
        projects.add(opened, name="合作项目", year=2024, code=NEW, mode="集体实施", actor="测试")
    return lambda *words: program(tmp_path, *words)


def listed(run: Run) -> dict[str, object]:
    return run("benefit", "b.vbook", "list", "--project", NEW, "--json").json


def test_an_agreement_its_years_and_payments(run: Run) -> None:
    ran = run("benefit", "b.vbook", "agree", "--project", NEW, *AGREE, "--group", "大坪", "--household", "王长庚")
    assert ran.status == 0
    assert ran.out.startswith("登记协议 XY2024-01（合作项目），2024年 ")
    (year,) = listed(run)["years"]
    assert (year["year"], year["due_fen"], year["late"]) == (2024, 800_000, year["households"])
    assert {line["state"] for line in year["lines"]} == {"逾期"}
    assert run("benefit", "b.vbook", "pay", "--project", NEW, "--year", "2024", "--on", "2024-10-30").status == 0
    assert run("benefit", "b.vbook", "year", "--agreement", "XY2024-01").out.startswith("生成2025年名单 ")
    newest, last = listed(run)["years"]
    assert (newest["due_fen"], newest["paid_fen"], last["paid_fen"], last["late"]) == (800_000, 0, 800_000, 0)
    said = run("benefit", "b.vbook", "list", "--project", NEW, "--year", "2025", "--on", "2025-11-03").out
    assert "逾期 3 天" in said
    assert said.splitlines()[-1].endswith(f"应付 8,000.00 元，已付 0.00 元，逾期 {newest['households']} 户")
    words = ("--project", NEW, "--year", "2025", "--household", "王长庚")
    assert run("benefit", "b.vbook", "remove", *words).out.strip() == "删效益 2025年分红 王长庚"
    assert listed(run)["years"][0]["households"] == newest["households"] - 1


def test_one_line_by_hand(run: Run) -> None:
    words = ("--household", "王长庚", "--kind", "保底收购", "--quantity", "30", "--rate", "8.5", "--paid", "255")
    ran = run("benefit", "b.vbook", "add", "--project", NEW, *words, "--paid-on", "2025-10-01", "--json")
    assert ran.json == {"done": "登记2025年保底收购 王长庚"}
    (line,) = listed(run)["years"][0]["lines"]
    assert (line["due_fen"], line["paid_fen"], line["state"]) == (25_500, 25_500, "已付")


@pytest.mark.parametrize(("words", "said"), [
    (("agree", "--project", NEW, "--operator", "甲", "--pay", "十月"), "看不懂“十月”"),
    (("year", "--agreement", "XY0"), "没有协议编号“XY0”"),
    (("pay", "--project", NEW, "--year", "2025"), "没有写付款日期"),
    (("pay", "--project", NEW, "--year", "2025", "--on", "2025-01-01"), "2025年没有这样的名单"),
    (("remove", "--project", "无", "--year", "2025"), "没有项目编号“无”"),
])  # fmt: skip
def test_wrong_use_is_one_clear_line(run: Run, words: tuple[str, ...], said: str) -> None:
    ran = run("benefit", "b.vbook", *words)
    assert ran.status == 2
    assert said in ran.err
    assert listed(run)["agreements"] == []
