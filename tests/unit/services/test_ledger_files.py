"""Ledgers as files: what people typed stays text in every dress, and a password closes what can be closed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest

from tests import made_books
from tests.e2e.reading import lines_of
from villagebook.base.errors import UserError
from villagebook.exporting.dress import DRESSES
from villagebook.exporting.locked import unlocked_xlsx
from villagebook.ledgers import LEDGERS, Column, Ledger
from villagebook.services import books, ledger_files, tables
from villagebook.services.ledger_files import LedgerFile

TODAY = made_books.TODAY
#: What spreadsheet programs would run, as people (or worse) type it.
DANGEROUS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "=cmd|'/C calc'!A0", "=HYPERLINK(\"http://x\",\"点\")", "'=1+1",
    "=DDE(\"a\";\"b\";\"c\")", "-2+3+cmd|' /C calc'!A0",
)  # fmt: skip


def typed(ledger: Ledger) -> LedgerFile:
    """A ledger whose every text cell holds something dangerous, each kind of danger in each column."""
    rows = []
    for turn in range(len(DANGEROUS)):
        row: dict[str, Any] = {"_id": turn}
        for place, column in enumerate(ledger.columns):
            is_text = DRESSES[column.kind].is_text and column.kind != "bool"
            row[column.id] = DANGEROUS[(turn + place) % len(DANGEROUS)] if is_text else None
        rows.append(row)
    return LedgerFile(
        ledger, "清溪村台账", "=清溪村", "清溪村", "数据截至 2025-11-05", ledger.columns, tuple(rows), {}, TODAY,
        dt.datetime(2025, 11, 5, tzinfo=dt.UTC),
    )  # fmt: skip


def texts(columns: tuple[Column, ...]) -> list[int]:
    return [at for at, column in enumerate(columns) if DRESSES[column.kind].is_text and column.kind != "bool"]


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.id)
def test_typed_text_is_a_formula_in_no_field_of_no_ledger(ledger: Ledger, tmp_path: Path) -> None:
    file = typed(ledger)
    ledger_files.write(file, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    top = 3 + bool(file.groups)
    for number, row in enumerate(file.rows, top + 1):
        for at in texts(ledger.columns):
            assert sheet.cell(number, at + 1).value == row[ledger.columns[at].id]
    ledger_files.write(file, tmp_path / "a.csv")
    for line in lines_of(tmp_path / "a.csv"):
        for text in line.values():
            assert not re.match(r"[=+\-@\t]", text or ""), text


@pytest.fixture(scope="module")
def file() -> LedgerFile:
    """The sample book's ledger of money."""
    with books.open_book(made_books.sample(), read_only=True) as book:
        return tables.prepared(book, "funds", on=TODAY, made_at=dt.datetime(2025, 11, 5, tzinfo=dt.UTC))


def test_a_workbook_with_a_password_opens_with_it_only(file: LedgerFile, tmp_path: Path) -> None:
    ledger_files.write(file, tmp_path / "锁.xlsx", password="abc 12345")
    ledger_files.write(file, tmp_path / "开.xlsx")
    assert unlocked_xlsx((tmp_path / "锁.xlsx").read_bytes(), "abc 12345") == (tmp_path / "开.xlsx").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["开.xlsx", "锁.xlsx"]


def test_a_pdf_with_a_password_opens_with_it_only_and_can_be_read(file: LedgerFile, tmp_path: Path) -> None:
    ledger_files.write(file, tmp_path / "锁.pdf", password="abc12345")
    ledger_files.write(file, tmp_path / "开.pdf")
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(tmp_path / "锁.pdf")
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(tmp_path / "锁.pdf", password="abc12346")
    locked, plain = pypdfium2.PdfDocument(tmp_path / "锁.pdf", password="abc12345"), pypdfium2.PdfDocument(
        tmp_path / "开.pdf")  # fmt: skip
    for one, other in zip(locked, plain, strict=True):
        assert one.get_textpage().get_text_range() == other.get_textpage().get_text_range()
        assert bytes(one.render(scale=0.3).buffer) == bytes(other.render(scale=0.3).buffer)
    assert "资金台账".encode("utf-16-be") not in (tmp_path / "锁.pdf").read_bytes()


@pytest.mark.parametrize(("name", "password", "said"), [
    ("a.csv", "abc12345", "csv 是纯文本"), ("a.pdf", "密码密码密码", "只能用字母和数字"),
    ("a.xlsx", "123", "至少要 6 个"), ("a.xlsx", "", "至少要 6 个"),
])  # fmt: skip
def test_what_cannot_be_closed_is_refused_in_words_and_not_written(
    file: LedgerFile, tmp_path: Path, name: str, password: str, said: str
) -> None:
    with pytest.raises(UserError, match=said):
        ledger_files.write(file, tmp_path / name, password=password)
    assert list(tmp_path.iterdir()) == []


def test_a_group_without_one_of_its_columns_is_no_group(file: LedgerFile) -> None:
    ledger = LEDGERS["projects"]
    whole = replace(file, ledger=ledger, columns=ledger.columns)
    less = replace(whole, columns=tuple(column for column in ledger.columns if column.id != "covers_people"))
    assert {group.title for group in whole.groups} - {group.title for group in less.groups} == {"受益"}
