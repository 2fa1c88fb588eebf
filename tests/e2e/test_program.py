"""The program as people start it: a child process says and does the same as the tests' runs in one process."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import made_books
from tests.e2e.conftest import CLEAN, Run


def test_a_child_process_says_the_same(child: Run, run: Run, tmp_path: Path) -> None:
    for book, runner in (("a.vbook", child), ("b.vbook", run)):
        assert runner("new", book, "--village", "清溪村", "--code", "350699101203").status == 0
        taken = runner("import", book, *CLEAN, "--json")
        assert (taken.status, taken.json["new"]) == (0, 331)
    one, other = child("list", "a.vbook", "fund-balances", "--json"), run("list", "b.vbook", "fund-balances", "--json")
    assert one.json == other.json
    assert (one.status, one.err) == (0, "")


def test_a_known_error_of_a_child_is_one_line_and_exit_2(child: Run) -> None:
    ran = child("list", "没有.vbook", "households")
    assert (ran.status, ran.out, len(ran.err.strip().splitlines())) == (2, "", 1)


def test_output_is_utf8_in_any_locale(child: Run, tmp_path: Path) -> None:
    shutil.copytree(made_books.sample(), tmp_path / "b.vbook")
    ran = child("list", "b.vbook", "households", LANG="C", LC_ALL="C", PYTHONIOENCODING="", PYTHONUTF8="0")
    assert ran.status == 0, ran.err
    assert "户主姓名" in ran.out


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("--version",), ("import", "--help"), ("notice", "--help")])
def test_help_is_chinese_and_no_error(run: Run, words: tuple[str, ...]) -> None:
    ran = run(*words)
    assert ran.status == 0
    assert any("\u4e00" <= char <= "\u9fff" for char in ran.out)


def test_demo_prints_and_exports_everything(run: Run, tmp_path: Path) -> None:
    """Every kind of paper and every ledger; the book says the same under its name."""
    from villagebook.services import tables

    ran = run("demo", "样本", "--documents", "文件")
    assert ran.status == 0, ran.err
    book = next((tmp_path / "样本").glob("*.vbook"))
    assert run("journal", book, "--verify").status == 0
    listed = {row["number"] for row in run("notice", "list", book, "--json").json["rows"]}
    printed = [path.name for path in (tmp_path / "文件" / "公示").glob("*.pdf")]
    assert len(printed) == len(listed)
    assert all(any(number in name for name in printed) for number in listed)
    assert {path.name for path in (tmp_path / "文件" / "台账").iterdir()} == {
        f"{ledger.title}{ending}" for ledger in tables.all_ledgers() for ending in (".xlsx", ".csv", ".pdf")
    }
    assert list((tmp_path / "文件" / "手册").glob("*.pdf"))
    assert run("demo", "样本").status == 2  # never over a book that is there


@pytest.mark.parametrize(("day", "checked_on"), [("2024-02-29", "2025-11-05"), ("2031-07-01", "2031-07-01")])
def test_demo_of_any_day_has_no_error(run: Run, tmp_path: Path, day: str, checked_on: str) -> None:
    """A computer whose clock is slow makes the village of the sample's own day."""
    ran = run("demo", "样本", "--on", day)
    assert ran.status == 0, ran.err
    assert run("check", next((tmp_path / "样本").glob("*.vbook")), "--on", checked_on).status == 0
