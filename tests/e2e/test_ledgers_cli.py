"""Ledgers of a year, as of a day, and as they had been recorded on a day."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests import made_books
from tests.e2e.conftest import Run
from villagebook.exporting.locked import unlocked_xlsx


@pytest.fixture
def sample(new: Run, tmp_path: Path) -> Run:
    """The program beside a copy of the sample book, s.vbook."""
    shutil.copytree(made_books.sample(), tmp_path / "s.vbook")
    return new


def test_a_year_and_a_day_narrow_the_ledger_of_money(sample: Run) -> None:
    every = sample("list", "s.vbook", "funds", "--json").json["rows"]
    years = {row["year"] for row in every}
    by_year = [sample("list", "s.vbook", "funds", "--year", str(year), "--json").json["rows"] for year in years]
    assert sum(map(len, by_year)) == len(every)
    middle = sorted(row["date"] for row in every)[len(every) // 2]
    until = sample("list", "s.vbook", "funds", "--on", middle, "--json").json["rows"]
    assert until == [row for row in every if row["date"] <= middle]


def test_a_ledger_as_it_was_recorded_has_not_what_was_recorded_since(sample: Run) -> None:
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)
    now = sample("list", "s.vbook", "households", "--known-at", str(tomorrow), "--json").json
    assert now == sample("list", "s.vbook", "households", "--json").json
    long_ago = sample("list", "s.vbook", "households", "--known-at", "2001-01-01")
    assert (long_ago.status, long_ago.out) == (2, "")
    assert "书里还什么都没有" in long_ago.err


def test_a_ledger_without_years_refuses_one_in_words(sample: Run) -> None:
    ran = sample("list", "s.vbook", "officers", "--year", "2025")
    assert (ran.status, ran.out) == (2, "")
    assert "不分年度" in ran.err


def test_an_exported_ledger_says_its_year_and_its_days(sample: Run, tmp_path: Path) -> None:
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)
    words = ("export", "s.vbook", "funds", "-o", "资金.xlsx", "--year", "2025", "--on", "2025-09-30")
    assert sample(*words, "--known-at", str(tomorrow)).status == 0
    sheet = openpyxl.load_workbook(tmp_path / "资金.xlsx").worksheets[0]
    top = "".join(str(cell.value or "") for row in sheet.iter_rows(max_row=2) for cell in row)
    assert "2025年资金台账" in top
    assert str(tomorrow) in top
    assert "2025-09-30" in top or "2025年9月30日" in top


def test_a_password_is_taken_from_the_pipe_and_stands_nowhere(
    sample: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sample("journal", "s.vbook", "--json").json
    monkeypatch.setattr("sys.stdin", io.StringIO("abc 12345\n"))
    ran = sample("export", "s.vbook", "funds", "-o", "资金.xlsx", "--password")
    assert (ran.status, ran.err) == (0, "")
    assert "12345" not in ran.out
    assert unlocked_xlsx((tmp_path / "资金.xlsx").read_bytes(), "abc 12345").startswith(b"PK")
    assert sample("journal", "s.vbook", "--json").json == before
    monkeypatch.setattr("sys.stdin", io.StringIO("abc 12345\n"))
    ran = sample("export", "s.vbook", "funds", "-o", "资金.csv", "--password")
    assert (ran.status, ran.out) == (2, "")
    assert "加不了密码" in ran.err
