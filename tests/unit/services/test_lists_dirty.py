"""Lists as other clerks hand them in: other spellings, other files of one thing, other orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from tests.unit.services.conftest import TODAY, VILLAGE, files, take
from villagebook.models import RECORDS, FundEntry, Record
from villagebook.services import history, lists
from villagebook.store import Book, journal

MONEY = "项目资金_干净.xlsx"


def rows_of(book: Book, record: type[Record] = FundEntry) -> list[dict[str, Any]]:
    """The rows of a table."""
    with book.read() as connection:
        return [dict(row) for row in connection.execute(select(record.__table__)).mappings()]


def written(path: Path, *sheets: Sequence[Iterable[Any]]) -> Path:
    """Write a workbook of plain rows."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for rows in sheets:
        sheet = workbook.create_sheet()
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)
    return path


def edited(folder: Path, name: str, sheet: str, change: Callable[[Any], None]) -> Path:
    """Write a sample list changed by a function of one sheet."""
    workbook = openpyxl.load_workbook(VILLAGE / name)
    change(workbook[sheet])
    workbook.save(folder / name)
    return folder / name


def import_(book: Book, *paths: Path, **options: Any) -> lists.ImportReport:
    """Import files."""
    return lists.import_files(book, paths, actor="测试", today=TODAY, **options)


FUND_HEADINGS = (
    "日期", "凭证号", "项目编号", "摘要", "类型", "资金来源", "收款单位（人）", "收入（元）", "支出（元）",
)  # fmt: skip


def entry(voucher: object, amount: object, memo: str = "第1笔款", kind: str = "支出", day: str = "2025-03-05") -> tuple[Any, ...]:
    """A row of a journal of payments."""
    return (day, voucher, "35069920250001", memo, kind, "中央", "施工单位", None, amount)


def test_the_same_money_file_twice_in_one_import_is_taken_once(book: Book) -> None:
    report = take(book, MONEY, MONEY)
    assert report.counts == {"new": 223, "changed": 0, "unchanged": 223, "refused": 0}
    assert len(rows_of(book)) == 184


def test_two_money_files_together_are_taken_as_one_after_the_other(book: Book, tmp_path: Path) -> None:
    one = written(tmp_path / "一.xlsx", [FUND_HEADINGS, entry("记-0001", 100), entry("记-0002", 200)])
    two = written(tmp_path / "二.xlsx", [FUND_HEADINGS, entry("记-0002", 250), entry("记-0003", 300)])
    report = import_(book, one, two)
    assert [row.outcome for row in report.rows] == ["new", "new", "changed", "new"]
    assert sorted(row["amount_fen"] for row in rows_of(book)) == [10_000, 25_000, 30_000]


@pytest.mark.parametrize("spelt", ["记-1", "记0001", "记字第1号", "记字第0001号", "1", 1])
def test_a_voucher_spelt_otherwise_is_the_same_entry(book: Book, tmp_path: Path, spelt: object) -> None:
    import_(book, written(tmp_path / "一.xlsx", [FUND_HEADINGS, entry("记-0001", 100), entry("记-0002", 200)]))
    report = import_(book, written(tmp_path / "二.xlsx", [FUND_HEADINGS, entry(spelt, 100)]))
    assert report.counts["unchanged"] == 1
    assert [row["voucher"] for row in rows_of(book)] == ["记-0001", "记-0002"]


def test_a_bare_number_that_two_words_have_is_neither(book: Book, tmp_path: Path) -> None:
    import_(book, written(tmp_path / "一.xlsx", [FUND_HEADINGS, entry("收-1", 100), entry("付-1", 100)]))
    report = import_(book, written(tmp_path / "二.xlsx", [FUND_HEADINGS, entry(1, 100)]))
    assert report.counts["new"] == 1


def test_an_entry_that_gets_its_voucher_later_is_not_a_second_one(book: Book, tmp_path: Path) -> None:
    import_(book, written(tmp_path / "一.xlsx", [FUND_HEADINGS, entry(None, 100)]))
    report = import_(book, written(tmp_path / "二.xlsx", [FUND_HEADINGS, entry("记-0001", 100)]))
    assert report.counts["changed"] == 1
    assert [row["voucher"] for row in rows_of(book)] == ["记-0001"]


def test_a_reversal_finds_a_bare_number_and_the_year_it_names(book: Book, tmp_path: Path) -> None:
    rows = [
        entry("记-0005", 100, day="2024-12-05"),
        entry("记-0005", 300, day="2025-01-05"),
        entry("记-0006", -100, "冲销2024年记-0005", "冲销", "2025-01-06"),
        entry("记-0007", -300, "冲销5号凭证", "冲销", "2025-01-07"),
    ]
    import_(book, written(tmp_path / "一.xlsx", [FUND_HEADINGS, *rows]))
    found = {row["voucher"]: row for row in rows_of(book) if row["kind"] == "冲销"}
    by_id = {row["id"]: row["year"] for row in rows_of(book)}
    assert {voucher: by_id[row["reverses_id"]] for voucher, row in found.items()} == {"记-0006": 2024, "记-0007": 2025}
